import { Command, InvalidArgumentError, Option } from "commander";
import { apiOption, type ConnectionArguments, collect, socketOption } from "../options.ts";
import type { TraceFormat } from "../trace/printer.ts";

const HELP = `
Clients connect to --listen instead of VPP. What they and VPP say to each other is passed on unchanged and at once,
then printed: when it came, on which connection, from whom (-> client, <- VPP), an answer with the time it took. It
goes on until it is interrupted.

Examples:
  vpp-ts trace --listen /tmp/traced.sock
  vpp-ts trace --listen /tmp/traced.sock --only 'sw_interface_*' --not '*_details' --json
  vpp-ts trace --listen /tmp/traced.sock --quiet --record session.rec
  vpp-ts trace decode session.rec --relative`;

const DECODE_HELP = `
Reads what vpp-ts trace --record wrote, and what VPP writes itself: "api trace save NAME" on its command line, and the
api_post_mortem files it leaves when it crashes.

Examples:
  vpp-ts trace decode session.rec --relative
  vpp-ts trace decode /tmp/api.trace --only 'ip_route_*' --json`;

interface FormatOptions extends ConnectionArguments {
  readonly json?: true;
  readonly relative?: true;
  readonly hex?: true;
  readonly only?: readonly string[];
  readonly not?: readonly string[];
}

interface Options extends FormatOptions {
  readonly listen?: string;
  readonly mode?: number;
  readonly quiet?: true;
  readonly record?: string;
}

/** Doesn't list the options of the command above it again: those with the same names are its own too. */
class DecodeCommand extends Command {
  override copyInheritedSettings(parent: Command): this {
    return super
      .copyInheritedSettings(parent)
      .configureHelp({ showGlobalOptions: false })
      .allowExcessArguments(false);
  }
}

/** A mistyped `decode` is an argument too many, which its action has better words for. */
class TraceCommand extends Command {
  override copyInheritedSettings(parent: Command): this {
    return super.copyInheritedSettings(parent).allowExcessArguments();
  }
}

function withFormat(command: Command): Command {
  return command
    .option("--only <glob>", "messages of these names alone; repeatable", collect)
    .option("--not <glob>", "no messages of these names; repeatable", collect)
    .option("--relative", "times since the beginning, in seconds")
    .option("--hex", "the bytes too")
    .option("--json", "a line of JSON for each message");
}

async function formatOf({ json, relative, hex, only, not }: FormatOptions): Promise<TraceFormat> {
  const { nameFilter } = await import("../trace/name-filter.ts");
  const filter = nameFilter(only, not);
  return { json: json === true, relative: relative === true, hex: hex === true, filter };
}

function readMode(text: string): number {
  if (/^0?[0-7]{3}$/.test(text)) return Number.parseInt(text, 8);
  throw new InvalidArgumentError("Expected a mode such as 660.");
}

function decodeCommand(): Command {
  return withFormat(
    new DecodeCommand("decode")
      .summary("print a recording, or an API trace that VPP saved")
      .description("Print a recording, or an API trace that VPP saved.")
      .argument("<file>", "the recording"),
  )
    .addOption(apiOption("the recording's own, else as for api ls"))
    .addOption(
      new Option("--socket <path>", "VPP's API socket, to ask for definitions").env("VPP_API_SOCKET"),
    )
    .addHelpText("after", DECODE_HELP)
    .action(async (file: string, _: FormatOptions, command: Command) => {
      refuseOthers(command);
      // The command above reads an option first where both have it.
      const options: FormatOptions = command.optsWithGlobals();
      const { traceDecode } = await import("../trace/decode.ts");
      await traceDecode({ ...options, file, format: await formatOf(options) });
    });
}

/** The command above reads its options wherever they stand: those that decode lacks would have no effect. */
function refuseOthers(decode: Command): void {
  const { parent, options } = decode;
  for (const option of parent?.options ?? []) {
    if (parent?.getOptionValueSource(option.attributeName()) !== "cli") continue;
    if (!options.some(({ long }) => long === option.long))
      decode.error(`${option.long} has no meaning for trace decode`);
  }
}

export function traceCommand(): Command {
  return (
    withFormat(
      new TraceCommand("trace")
        .summary("stand between clients and VPP and print what passes")
        .description("Stand between clients and VPP and print what passes.")
        .option("--listen <path>", "where clients connect, a path or abstract:name")
        .option("--mode <mode>", "who may connect, as chmod has it (default: 600)", readMode)
        .addOption(socketOption()),
    )
      .addOption(apiOption("$VPP_API_DIR, else VPP is asked"))
      .option("--record <file>", "keep all of it in a file")
      .option("--quiet", "print nothing of what passes")
      .addHelpText("after", HELP)
      .addCommand(decodeCommand())
      .enablePositionalOptions()
      // A mistyped decode is what is too much.
      .allowExcessArguments()
      .action(async ({ listen, ...options }: Options, command: Command) => {
        const [other] = command.args;
        if (other !== undefined) command.error(`trace: unknown command '${other}', did you mean decode?`);
        if (listen === undefined) command.error("trace: --listen PATH says where clients connect");
        const { trace } = await import("../trace/live.ts");
        await trace({ ...options, listen, quiet: options.quiet === true, format: await formatOf(options) });
      })
  );
}
