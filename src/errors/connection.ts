import { VppError } from "./base.ts";

/** What became of the link. */
export type ConnectionFailure =
  /** Nobody listens, or the address can't be reached. */
  | "refused"
  /** Closed by this side while the call was in flight. */
  | "closed"
  /** Closed or reset by VPP, or by the system. */
  | "lost"
  /** The other side says what VPP would not say; the link was given up. */
  | "protocol";

/** The link to VPP failed. Whether VPP carried out what was in flight is not known. */
export class VppConnectionError extends VppError {
  readonly code = "VPP_CONNECTION";
  readonly reason: ConnectionFailure;

  constructor(reason: ConnectionFailure, text: string, options?: { cause?: unknown }) {
    super(text, options);
    this.reason = reason;
  }
}
