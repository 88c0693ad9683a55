// Nothing may be uncaught, unhandled or warned of but what a campaign's own listeners throw.
import { show, Thrown } from "./actor.ts";
import type { Ledger } from "./ledger.ts";

/** Watches from now on; returns how to stop. */
export function watchUncaught(ledger: Ledger): () => void {
  const listeners = ["uncaughtException", "unhandledRejection", "warning"].map((event) => {
    const heard = (error: unknown): void => {
      if (!(error instanceof Thrown)) ledger.breach("nothing is left uncaught", `${event}: ${show(error)}`);
    };
    return [event, heard] as const;
  });
  for (const [event, listener] of listeners) process.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) process.removeListener(event, listener);
  };
}
