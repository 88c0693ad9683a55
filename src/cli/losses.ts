import type { Vpp } from "../client/index.ts";

/** Says when the connection is lost and when it is back, and what goes wrong outside of any call. */
export function noteLosses(vpp: Vpp, note: (text: string) => void): void {
  vpp.onState((state) => {
    if (state.kind === "reconnecting" && state.attempt === 1) note("connection lost, trying again");
    if (state.kind === "connected") note("connected again");
  });
  // A subscription that VPP refuses after a reconnect; after the end, one that couldn't be undone any more.
  vpp.onError((error) => {
    if (vpp.state.kind === "connected") note(error instanceof Error ? error.message : String(error));
  });
}
