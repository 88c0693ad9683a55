import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { apiCommand } from "./commands/api.ts";
import { callCommand } from "./commands/call.ts";
import { cliCommand } from "./commands/cli.ts";
import { compileCommand } from "./commands/compile.ts";
import { completeCommand, completionCommand } from "./commands/completion.ts";
import { decodeCommand } from "./commands/decode.ts";
import { encodeCommand } from "./commands/encode.ts";
import { eventsCommand } from "./commands/events.ts";
import { generateCommand } from "./commands/generate.ts";
import { replCommand } from "./commands/repl.ts";
import { replayCommand } from "./commands/replay.ts";
import { simCommand } from "./commands/sim.ts";
import { statsCommand } from "./commands/stats.ts";
import { traceCommand } from "./commands/trace.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";
import { said, stackOf } from "./explain.ts";
import { placeOptions } from "./leading-options.ts";
import { forgetEmptyVariables } from "./options.ts";
import { ClosedOutput } from "./output.ts";
import { guardStreams } from "./standard-streams.ts";
import { styleOf } from "./table/style.ts";
import { oneLine, printable, reflowed } from "./text.ts";

const HELP = `
Environment:
  VPP_API_SOCKET    the socket that VPP's API listens on (default: /run/vpp/api.sock)
  VPP_API_DIR       the folder of VPP's API definitions
  VPP_STATS_SOCKET  the socket of VPP's stats segment (default: /run/vpp/stats.sock)
  XDG_CACHE_HOME    where definitions that VPP served are kept, in vpp-ts/ (default: ~/.cache)
  NO_COLOR          set to anything: no colours

Exit status:
  0  done
  1  VPP refused, a line of input is wrong, a file doesn't compile, a search finds nothing
  2  wrong usage: options, a message's name, its fields, where the definitions are
  3  no connection to VPP, or it was lost
  4  VPP took too long

Examples:
  vpp-ts call show_version
  vpp-ts call sw_interface_dump --json
  vpp-ts events sw_interface_event
  vpp-ts cli show interface
  vpp-ts repl
  vpp-ts trace --listen /tmp/traced.sock
  vpp-ts api show ip_route_add_del
  vpp-ts compile -I src/vnet -o vlan.api.json vlan.api`;

/** The command line without its commands' code: each loads its own when it is used. */
function program(args: readonly string[]): Command {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  const root = new Command("vpp-ts")
    .description("Control and observe FD.io VPP.")
    .version(manifest.version)
    .option("--verbose", "show where an error comes from")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => process.stdout.write(reflowed(text, styleOf(process.stdout).width)),
      outputError: (text, write) =>
        write(`${oneLine(text.replace(/^error: /, ""))}${hintFor(root, args, text)}\n`),
    })
    .exitOverride()
    .addHelpText("after", HELP);
  for (const command of [
    callCommand(),
    eventsCommand(),
    cliCommand(),
    replCommand(),
    traceCommand(),
    replayCommand(),
    apiCommand(),
    statsCommand(),
    generateCommand(),
    simCommand(),
    encodeCommand(),
    decodeCommand(),
    compileCommand(),
    completionCommand(),
  ]) {
    // What a command made on its own does not have from its parent.
    root.addCommand(inherit(command, root));
  }
  root.addCommand(inherit(completeCommand(), root), { hidden: true });
  return root;
}

/** The name of a message, or a command of VPP's own, where one of ours belongs. */
function hintFor(root: Command, args: readonly string[], text: string): string {
  const unknown = /^error: unknown command '(\w+)'\s*$/.exec(text)?.[1];
  if (unknown === undefined || root.commands.some((command) => args.includes(command.name()))) return "";
  return unknown.includes("_")
    ? `; messages are sent by: vpp-ts call ${unknown}`
    : `; VPP's own commands are run by: vpp-ts cli ${unknown} …`;
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}

/** Carries out a command line and says how it went; errors are one line on standard error. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  forgetEmptyVariables(process.env);
  const root = program(args);
  const written = guardStreams();
  try {
    await parse(root, args);
    await written();
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ClosedOutput) return EXIT.ok;
    // Commander has said what was wrong.
    if (error instanceof CommanderError) return EXIT.usage;
    process.stderr.write(`${root.opts().verbose ? printable(stackOf(error), "\n") : said(error)}\n`);
    return exitCodeOf(error);
  }
}

async function parse(root: Command, args: readonly string[]): Promise<void> {
  try {
    await root.parseAsync(placeOptions(root, args), { from: "user" });
  } catch (error) {
    // Commander's way to end after --help and --version.
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
}
