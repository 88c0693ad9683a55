import { UsageError } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import type { Format } from "../printer.ts";
import { callOne } from "./call.ts";
import { callMany } from "./calls.ts";

/** What `vpp-ts call` was told, whether it is for one call or for many. */
export interface CallCommand extends ConnectionArguments {
  /** Missing where each line of standard input has its own. */
  readonly message?: string;
  /** `field=value`, or one JSON object. */
  readonly fields: readonly string[];
  /** A file with a JSON object of fields, which `fields` change; `-` is standard input. */
  readonly file?: string;
  /** Calls, or the fields of calls, are lines of standard input. */
  readonly stdin: boolean;
  /** Undefined: what is usual for what is printed. */
  readonly format?: Format;
  /** `a,b.c` */
  readonly columns?: string;
  /** The bytes of what comes back instead of its fields. */
  readonly raw: boolean;
  /** Nothing is sent: the bytes that would be are printed. */
  readonly dryRun: boolean;
  /** False: a negative retval is shown like any reply. */
  readonly check: boolean;
  /** Lets messages through that can kill VPP. */
  readonly unsafe: boolean;
}

/**
 * `vpp-ts call`: one request, or those that stand on standard input.
 *
 * @throws UsageError for a command line that contradicts itself, and what {@link callOne} and {@link callMany} throw.
 */
export async function call(command: CallCommand): Promise<void> {
  const { message, stdin } = command;
  if (command.raw && command.columns !== undefined)
    throw new UsageError("--raw prints bytes: it has no --columns");
  if (message !== undefined && !stdin) return callOne({ ...command, message });
  if (!stdin && process.stdin.isTTY) {
    throw new UsageError("which message? Or calls on standard input, see vpp-ts call --help");
  }
  if (command.file !== undefined)
    throw new UsageError("-f is for one call; the calls of standard input have their own fields");
  if (command.columns !== undefined)
    throw new UsageError("--columns is for one call; many are answered whole");
  if (command.format !== undefined && command.format !== "ndjson") {
    throw new UsageError(`calls from standard input are answered as --ndjson, not as --${command.format}`);
  }
  return callMany(command);
}
