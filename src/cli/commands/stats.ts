import { Command, InvalidArgumentError, Option } from "commander";
import { readSocket } from "../options.ts";
import type { StatsCommand } from "../stats.ts";

type Options = Omit<StatsCommand, "patterns">;

const HELP = `
A pattern is a name, a path above names (/if), a prefix (/if/), a glob (/if/*x, /err/**/drop) or a regular expression
(re:^/if). Quote those that the shell would take for files.
`;

const EXAMPLES = {
  ls: ["vpp-ts stats ls", "vpp-ts stats ls '/interfaces/*/rx'"],
  get: [
    "vpp-ts stats get /if/rx",
    "vpp-ts stats get '/err/**' --json",
    "vpp-ts stats get /sys --file segment.bin",
  ],
  watch: [
    "vpp-ts stats watch '/interfaces/*/[rt]x'",
    "vpp-ts stats watch /if/rx --interval 0.1 --count 100 --json > rx.ndjson",
  ],
} as const;

const JSON_HELP = {
  ls: "print a JSON array",
  get: 'print { "/path": value }: numbers, [thread][index], [thread][index][packets, bytes]',
  watch: "print a line of JSON for each sample, with rates per second",
} as const;

function examples(lines: readonly string[]): string {
  return `${HELP}\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function readNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("A number above 0 is wanted.");
  return value;
}

/** A subcommand with the options that all of them have. */
function subcommand(name: keyof typeof EXAMPLES, description: string): Command {
  return new Command(name)
    .summary(description)
    .description(`${description[0]?.toUpperCase()}${description.slice(1)}.`)
    .argument("[patterns...]", "what to show (default: everything)")
    .addOption(
      new Option("--socket <path>", "VPP's stats socket (default: /run/vpp/stats.sock)")
        .env("VPP_STATS_SOCKET")
        .argParser(readSocket),
    )
    .option("--file <path>", "read a recorded segment instead")
    .addOption(new Option("--access <way>", "how the segment is read").choices(["map", "read", "proc"]))
    .option("--json", JSON_HELP[name])
    .addHelpText("after", examples(EXAMPLES[name]));
}

export function statsCommand(): Command {
  const ls = subcommand("ls", "list entries and their kinds").action(
    async (patterns: readonly string[], options: Options) => {
      const { statsLs } = await import("../stats.ts");
      await statsLs({ ...options, patterns });
    },
  );
  const get = subcommand("get", "print values")
    .option("--all", "counters that are zero too")
    .action(async (patterns: readonly string[], options: Options & { all?: boolean }) => {
      const { statsGet } = await import("../stats.ts");
      await statsGet({ ...options, patterns });
    });
  const watch = subcommand(
    "watch",
    "print sums and rates again and again: a table that stays in place on a terminal",
  )
    .option("--interval <seconds>", "time between samples (default: 1)", readNumber)
    .option("--count <n>", "samples after which it ends", readNumber)
    .action(async (patterns: readonly string[], options: Options & { interval?: number; count?: number }) => {
      const { statsWatch } = await import("../stats.ts");
      await statsWatch({ ...options, patterns });
    });
  return new Command("stats")
    .summary("VPP's counters: ls, get, watch")
    .description("Read VPP's stats segment.")
    .addHelpText("after", examples(Object.values(EXAMPLES).map(([line]) => line)))
    .addCommand(ls)
    .addCommand(get)
    .addCommand(watch);
}
