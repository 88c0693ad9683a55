import { Argument, Command } from "commander";
import { SCRIPTS, SHELLS, type Shell } from "../complete/scripts.ts";

const HELP = `
Names of messages and fields are those of --api or $VPP_API_DIR, else of the VPP that was called last, else of the
installed definitions. No VPP is asked.

Examples:
  source <(vpp-ts completion bash)                                   in ~/.bashrc
  source <(vpp-ts completion zsh)                                    in ~/.zshrc
  vpp-ts completion fish > ~/.config/fish/completions/vpp-ts.fish`;

export function completionCommand(): Command {
  return new Command("completion")
    .summary("completion of commands, messages and fields for a shell")
    .description("Print what a shell has to read to complete commands, messages and fields.")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .addHelpText("after", HELP)
    .action((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell]);
    });
}

/** What those scripts call. */
export function completeCommand(): Command {
  const command = new Command("__complete")
    .argument("[words...]")
    .option("--line <line>")
    .option("--breaks <characters>")
    .action(
      async (words: readonly string[], options: { readonly line?: string; readonly breaks?: string }) => {
        const { printCompletion } = await import("../complete/print.ts");
        if (command.parent !== null) await printCompletion(command.parent, { ...options, words });
      },
    );
  return command;
}
