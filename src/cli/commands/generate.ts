import { Command, Option } from "commander";
import { apiOption, collect, INSTALLED_API } from "../options.ts";

interface Options {
  readonly api?: readonly string[];
  readonly socket?: string;
  readonly include?: readonly string[];
  readonly out: string;
  readonly importExtension?: ".js" | ".ts";
  readonly check?: true;
}

const HELP = `
Writes a module for each API file, and an index. With MODULEs only these and what they import; files of definitions
may stand among them. Files that are right already aren't touched; a run that fails leaves the output as it was.

Examples:
  vpp-ts generate --socket /run/vpp/api.sock --out src/vpp interface ip
  vpp-ts generate --api vpp/src --out src/vpp
  vpp-ts generate --out src/vpp --check`;

export function generateCommand(): Command {
  return new Command("generate")
    .summary("typed TypeScript bindings from definitions or a running VPP")
    .description("Write typed TypeScript bindings.")
    .argument("[modules-or-files...]", "which modules, or where their definitions are")
    .addOption(apiOption(INSTALLED_API))
    .option("--socket <path>", "ask the VPP that listens here for its definitions")
    .option("-I, --include <dir>", "folder where imports of .api files are looked for; repeatable", collect)
    .requiredOption("-o, --out <dir>", "where the bindings go")
    .addOption(
      new Option("--import-extension <ending>", "ending of imports between the files (default: .js)").choices(
        [".js", ".ts"],
      ),
    )
    .option("--check", "write nothing; exit with 1 where the output isn't as it should be")
    .addHelpText("after", HELP)
    .action(async (operands: readonly string[], { importExtension, ...options }: Options) => {
      const { generateBindings, generateReport } = await import("../generate.ts");
      const extension = importExtension === undefined ? {} : { extension: importExtension };
      const result = await generateBindings({ ...options, ...extension, operands });
      process.stdout.write(generateReport(options.out, result));
      if (result.declarations === undefined) return;
      const { verdictOn } = await import("../generate-declarations.ts");
      throw new Error(verdictOn(options.out, result.declarations));
    });
}
