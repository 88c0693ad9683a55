// Nothing may be uncaught, unhandled or warned of but what a campaign's own listeners throw.
import { show, Thrown } from "./actor.ts";
import type { Ledger } from "./ledger.ts";

/** Watches from now on: to the very end, as what is left over is told there. */
export function watchUncaught(ledger: Ledger): void {
  for (const event of ["uncaughtException", "unhandledRejection", "warning"]) {
    process.on(event, (error: unknown) => {
      if (!(error instanceof Thrown || isOurOwn(error)))
        ledger.breach("nothing is left uncaught", `${event}: ${show(error)}`);
    });
  }
}

/** Node warns of what the heap is measured with. */
function isOurOwn(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("v8.queryObjects()");
}
