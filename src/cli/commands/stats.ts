import { Command, InvalidArgumentError, Option } from "commander";
import { readSocket } from "../options.ts";
import type { StatsCommand } from "../stats.ts";

type Options = Omit<StatsCommand, "patterns">;

const HELP = `
A pattern is a name, a path above names (/if), a prefix (/if/), a glob (/if/*x) or a regular expression (re:^/if).

Examples:
  vpp-ts stats ls /if
  vpp-ts stats get /if/rx --json
  vpp-ts stats watch '/if/*' --interval 2`;

function readNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("A number above 0 is wanted.");
  return value;
}

/** A subcommand with the options that all of them have. */
function subcommand(name: string, description: string): Command {
  return new Command(name)
    .summary(description)
    .description(`${description[0]?.toUpperCase()}${description.slice(1)}.`)
    .argument("[patterns...]", "what to show (default: everything)")
    .addOption(
      new Option("--socket <path>", "VPP's stats socket")
        .env("VPP_STATS_SOCKET")
        .argParser(readSocket)
        .default(undefined, "/run/vpp/stats.sock"),
    )
    .option("--file <path>", "read a recorded segment instead")
    .addOption(new Option("--access <way>", "how the segment is read").choices(["map", "read", "proc"]))
    .option("--json", "print JSON")
    .addHelpText("after", HELP);
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
  const watch = subcommand("watch", "print sums and rates again and again")
    .option("--interval <seconds>", "time between samples (default: 1)", readNumber)
    .option("--count <n>", "samples after which it ends", readNumber)
    .action(async (patterns: readonly string[], options: Options & { interval?: number; count?: number }) => {
      const { statsWatch } = await import("../stats.ts");
      await statsWatch({ ...options, patterns });
    });
  return new Command("stats")
    .summary("VPP's counters: ls, get, watch")
    .description("Read VPP's stats segment.")
    .addHelpText("after", HELP)
    .addCommand(ls)
    .addCommand(get)
    .addCommand(watch);
}
