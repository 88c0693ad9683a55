import { Command } from "commander";
import { collect } from "../options.ts";

interface Options {
  readonly include?: readonly string[];
  readonly output?: string;
}

const HELP = `
Prints what VPP 26.06's own compiler makes of the file, CRCs included. Imports are looked for in the folders of -I, in
their order, then near the file.

Example:
  vpp-ts compile -I vpp/src -I vpp/src/plugins -o acl.api.json vpp/src/plugins/acl/acl.api`;

export function compileCommand(): Command {
  return new Command("compile")
    .summary("a .api file to .api.json")
    .description("Compile a .api file to .api.json.")
    .argument("<file.api>", "the source")
    .option("-I, --include <dir>", "folder where imports are looked for; repeatable", collect)
    .option("-o, --output <file>", "where to write (default: standard output)")
    .addHelpText("after", HELP)
    .action(async (file: string, { include = [], ...options }: Options) => {
      const { compile } = await import("../compile.ts");
      await compile({ file, include, ...options });
    });
}
