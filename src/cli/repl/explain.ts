import { inspect } from "node:util";
import { VppError } from "../../errors/index.ts";
import { UsageError } from "../exit-code.ts";
import { explain, stackOf } from "../explain.ts";
import { oneLine } from "../text.ts";
import { Cancelled } from "./in-flight.ts";

/** What Ctrl-C makes of the command that runs (node:vm, node:repl). */
const INTERRUPTED = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

/** What a command threw, in a line. */
export function explainAtPrompt(error: unknown, verbose: boolean): string {
  if (isInterruption(error)) return "cancelled";
  if (verbose && error instanceof Error) return stackOf(error);
  if (error instanceof VppError || error instanceof UsageError) return oneLine(explain(error));
  if (error instanceof Error)
    return oneLine(error.message === "" ? error.name : `${error.name}: ${error.message}`);
  return oneLine(`thrown: ${inspect(error)}`);
}

function isInterruption(error: unknown): boolean {
  if (error instanceof Cancelled) return true;
  return error instanceof Error && "code" in error && error.code === INTERRUPTED;
}
