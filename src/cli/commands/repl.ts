import { Command, Option } from "commander";
import { UsageError } from "../exit-code.ts";
import { apiOption, type ConnectionArguments, cacheOption, socketOption, timeoutOption } from "../options.ts";

const HELP = `
vpp is the connection (as of connect() in a program) and api its requests. Answers are awaited and printed: replies as
lists, dumps as tables. Tab completes messages, fields inside the braces, and members of enums inside quotes.
  .help            lists the commands of the prompt; .help MESSAGE shows fields, types, defaults, enums
  .events EVENT…   prints events as they come; .events off ends it
Ctrl-C cancels the call that is waited for, Ctrl-D leaves. Commands are kept in $XDG_STATE_HOME/vpp-ts/history
(~/.local/state/vpp-ts/history); VPP_TS_REPL_HISTORY names another file, or none if it is empty.

From a file or pipe commands are run line by line up to the first that fails.

Examples:
  vpp-ts repl --sim
  vpp-ts> api.sw_interface_dump()
  vpp-ts> const { sw_if_index } = await api.create_loopback()
  vpp-ts> api.sw_interface_set_flags({ sw_if_index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" })
  echo 'api.show_version()' | vpp-ts repl --socket /tmp/vpp/api.sock`;

interface Options extends ConnectionArguments {
  readonly sim?: true;
  readonly unsafe?: true;
}

export function replCommand(): Command {
  return new Command("repl")
    .summary("JavaScript with a connection to VPP, and completion of its API")
    .description("JavaScript with a connection to VPP, and completion of its API.")
    .addOption(new Option("--sim", "start a simulated VPP and connect to that").conflicts("api"))
    .addOption(socketOption())
    .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
    .addOption(cacheOption())
    .addOption(timeoutOption())
    .addOption(new Option("--unsafe", "send even what can make VPP crash"))
    .addHelpText("after", HELP)
    .action(async (options: Options, command: Command) => {
      // The environment may name a socket all the same.
      if (options.sim && command.getOptionValueSource("socket") === "cli") {
        throw new UsageError("--sim and --socket exclude each other");
      }
      const { repl } = await import("../repl/repl.ts");
      const { verbose = false } = command.optsWithGlobals<{ verbose?: boolean }>();
      await repl({ sim: false, unsafe: false, ...options, verbose });
    });
}
