import { Command } from "commander";
import { type ConnectionArguments, cacheOption, socketOption, timeoutOption } from "../options.ts";

const HELP = `
Without a command it asks for them on a terminal (quit, exit or Ctrl-D ends it), and reads them from standard input
elsewhere, a line each; empty lines and those that begin with # are skipped, the first that VPP refuses ends it.

Examples:
  vpp-ts cli show interface
  vpp-ts cli < setup.txt
  vpp-ts cli`;

export function cliCommand(): Command {
  return new Command("cli")
    .summary("commands of VPP's own command line")
    .description("Run commands of VPP's own command line.")
    .argument("[command...]", "the command")
    .addOption(socketOption())
    .addOption(timeoutOption())
    .addOption(cacheOption())
    .addHelpText("after", HELP)
    .action(async (words: readonly string[], options: ConnectionArguments) => {
      const { vppCli } = await import("../vpp-cli.ts");
      await vppCli({ ...options, words });
    });
}
