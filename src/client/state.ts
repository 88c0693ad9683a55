import type { VppError } from "../errors/index.ts";

/** Where a client stands. */
export type ConnectionState =
  /** Not connected yet. */
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  /** The link was lost; try `attempt` (from 1) follows in `delay` milliseconds. */
  | {
      readonly kind: "reconnecting";
      readonly attempt: number;
      readonly delay: number;
      readonly error: Error;
    }
  /** `error` says why, where it wasn't closed by the program. */
  | { readonly kind: "closed"; readonly error: VppError | null };

export type StateListener = (state: ConnectionState) => void;
