import { setImmediate as immediate } from "node:timers/promises";
import { systemText } from "./system-error.ts";

/** Standard output takes no more; what was written to it is lost. */
export class OutputError extends Error {
  constructor(cause: unknown) {
    super(`standard output: ${systemText(cause) ?? String(cause)}`, { cause });
  }
}

/**
 * Keeps a closed pipe or a full disk from ending the process with a stack. Gives what became of all that was written
 * to standard output without waiting; `Output` tells its writers by itself.
 */
export function guardStreams(): () => Promise<void> {
  let failed: unknown = null;
  process.stdout.on("error", (error) => {
    failed ??= error;
  });
  // There is nowhere left to say it.
  process.stderr.on("error", () => {});
  return async () => {
    if (process.stdout.writable) await new Promise((resolve) => process.stdout.write("", resolve));
    // The error of a write is told after it.
    await immediate();
    // Whoever read it has closed it, as `head` does: no reason to complain.
    if (failed !== null && !isClosedPipe(failed)) throw new OutputError(failed);
  };
}

export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
