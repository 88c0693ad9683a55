import { Command, Option } from "commander";
import {
  apiOption,
  type ConnectionArguments,
  cacheOption,
  collect,
  jsonOptions,
  socketOption,
  timeoutOption,
} from "../options.ts";
import type { Format } from "../printer.ts";

const WHERE = `
Definitions are those of --api, else of VPP_API_DIR, else those of the VPP that listens on --socket or VPP_API_SOCKET,
else the installed ones.
`;

const EXAMPLES = {
  ls: [
    "vpp-ts api ls",
    "vpp-ts api ls ip acl",
    "vpp-ts api ls --status",
    "vpp-ts api ls --api vpp/src --json",
  ],
  show: [
    "vpp-ts api show ip_route_add_del",
    "vpp-ts api show address",
    "vpp-ts api show sw_interface_dump --json | jq .fields",
  ],
  search: ["vpp-ts api search 'mpls.*label'", "vpp-ts api search '^want_' --ndjson"],
  lint: [
    "vpp-ts api lint -I vpp/src -I vpp/src/plugins vpp/src/plugins/acl",
    "vpp-ts api lint --level error --json",
  ],
  diff: ["vpp-ts api diff api-26.02/ api-26.06/", "vpp-ts api diff api-26.02/ /run/vpp/api.sock --exit-code"],
  export: ["vpp-ts api export my-vpp-api", "vpp-ts api show --api my-vpp-api show_version"],
} as const;

function examples(...lists: readonly (readonly string[])[]): string {
  return `\nExamples:\n${lists.flatMap((list) => list.map((line) => `  ${line}`)).join("\n")}`;
}

interface Options extends ConnectionArguments {
  readonly json?: true;
  readonly ndjson?: true;
}

interface LintOptions extends Options {
  readonly include?: readonly string[];
  readonly level: "error" | "warning";
}

const formatOf = ({ json, ndjson }: Options): Format => (json ? "json" : ndjson ? "ndjson" : "table");

/** A subcommand with the options that all of them have. */
function subcommand(name: "ls" | "show" | "search" | "lint", description: string): Command {
  return new Command(name)
    .summary(description)
    .description(`${description[0]?.toUpperCase()}${description.slice(1)}.`)
    .addOption(apiOption("see below"))
    .addOption(socketOption("see below"))
    .addOption(timeoutOption())
    .addOption(cacheOption())
    .addHelpText("after", WHERE + examples(EXAMPLES[name]));
}

export function apiCommand(): Command {
  const [json, ndjson] = jsonOptions("print a JSON array", "print a line of JSON for each");
  const ls = subcommand("ls", "list modules, or the messages and types in them")
    .argument("[modules...]", "what to list the contents of")
    .option("--status", "messages alone that are deprecated, in progress or replaced; of all modules")
    .addOption(json)
    .addOption(ndjson)
    .action(async (modules: readonly string[], options: Options & { readonly status?: true }) => {
      const command = await import("../api/ls.ts");
      await command.ls({ ...options, modules, format: formatOf(options) });
    });
  const show = subcommand("show", "show messages and types: fields, where they stand, what uses them")
    .argument("<names...>", "messages or types")
    .option("--json", "print JSON")
    .action(async (names: readonly string[], options: Options) => {
      const command = await import("../api/show.ts");
      await command.show({ ...options, names });
    });
  const search = subcommand(
    "search",
    "search names of messages, types, fields and enum members, and comments",
  )
    .argument("<pattern>", "a regular expression")
    .addOption(json)
    .addOption(ndjson)
    .action(async (pattern: string, options: Options) => {
      const command = await import("../api/search.ts");
      await command.search({ ...options, pattern, format: formatOf(options) });
    });
  const [lintJson, lintNdjson] = jsonOptions("print a JSON array", "print a line of JSON for each finding");
  const lint = subcommand("lint", "find what is wrong with definitions; exit with 1 where that is an error")
    .argument("[paths...]", "files and folders (default: see below)")
    .option("-I, --include <dir>", "folder where imports of .api files are looked for; repeatable", collect)
    .addOption(
      new Option("--level <level>", "what is shown").choices(["error", "warning"]).default("warning"),
    )
    .addOption(lintJson)
    .addOption(lintNdjson)
    .action(async (paths: readonly string[], options: LintOptions) => {
      const { apiLint } = await import("../api/lint/command.ts");
      await apiLint({ ...options, paths, format: formatOf(options) });
    });
  const exported = new Command("export")
    .summary("write the definitions of a running VPP as .api.json")
    .description("Write the definitions of a running VPP, or of --api, as .api.json files that --api reads.")
    .argument("<folder>", "where they go; what was exported there before is replaced")
    .addOption(socketOption())
    .addOption(apiOption("VPP is asked"))
    .addOption(timeoutOption())
    .addHelpText("after", examples(EXAMPLES.export))
    .action(async (folder: string, options: Options) => {
      const { apiExport } = await import("../api/export.ts");
      await apiExport({ ...options, folder });
    });
  const diff = new Command("diff")
    .summary("what came, went and changed between two APIs")
    .description("Compare two APIs: folders or files of definitions, or sockets of running VPPs.")
    .argument("<old>", "what the client was built for")
    .argument("<new>", "what it is to talk to")
    .option("--json", "print JSON")
    .option("--exit-code", "exit with 1 where a client built for the old may not work with the new")
    .addHelpText(
      "after",
      `
Its status is 1 with --exit-code where something would break, 2 where the two can't be compared.
${examples(EXAMPLES.diff)}`,
    )
    .action(async (before: string, after: string, options: { json?: true; exitCode?: true }) => {
      const { apiDiff } = await import("../api-diff.ts");
      const result = await apiDiff({ before, after, format: options.json ? "json" : "text" });
      process.stdout.write(result.text);
      if (options.exitCode && result.exitCode !== 0) throw new Error(`${after} breaks clients of ${before}`);
    });
  return new Command("api")
    .summary("look into API definitions: ls, show, search, lint, diff, export")
    .description("Look into API definitions.")
    .addHelpText("after", WHERE + examples(...Object.values(EXAMPLES).map((list) => list.slice(0, 1))))
    .addCommand(ls)
    .addCommand(show)
    .addCommand(search)
    .addCommand(lint)
    .addCommand(diff)
    .addCommand(exported);
}
