import { VppConnectionError, type VppError, VppStateError } from "../errors/index.ts";
import type { Session } from "../protocol/index.ts";
import type { Loaded } from "./definitions.ts";
import type { Link } from "./link.ts";
import type { ConnectionState } from "./state.ts";
import type { Traffic } from "./traffic.ts";

/** What calls need of a connection that stands. */
export interface Connected {
  readonly session: Session;
  readonly loaded: Loaded;
}

/** Where a connector stands, and what it has there. */
export type Phase =
  | { readonly kind: "connecting" }
  | {
      readonly kind: "connected";
      readonly link: Link;
      readonly traffic: Traffic;
      readonly connected: Connected;
    }
  | {
      readonly kind: "reconnecting";
      readonly attempt: number;
      readonly delay: number;
      readonly error: Error;
      readonly timer: NodeJS.Timeout;
    }
  | { readonly kind: "closing"; readonly done: Promise<void> }
  | { readonly kind: "closed"; readonly error: VppError | null };

/** What the program is told of it: closing and closed are one to the outside. */
export function stateOf(phase: Phase): ConnectionState {
  switch (phase.kind) {
    case "connecting":
    case "connected":
      return { kind: phase.kind };
    case "reconnecting":
      return { kind: phase.kind, attempt: phase.attempt, delay: phase.delay, error: phase.error };
    case "closing":
      return { kind: "closed", error: null };
    case "closed":
      return { kind: phase.kind, error: phase.error };
  }
}

/** What a call fails with where there is no session. */
export function whyNoSession(phase: Phase): VppError {
  switch (phase.kind) {
    case "connecting":
    case "connected":
      return new VppStateError("not connected yet: await connect() first");
    case "reconnecting":
      return new VppConnectionError("lost", "not connected to VPP at the moment; trying again", {
        cause: phase.error,
      });
    case "closing":
      return new VppStateError("the client is closed");
    case "closed":
      if (phase.error === null) return new VppStateError("the client is closed");
      return new VppStateError(`the client is closed: ${phase.error.message}`, { cause: phase.error });
  }
}
