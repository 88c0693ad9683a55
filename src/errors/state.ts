import { VppError } from "./base.ts";

/** The client isn't in a state for this: closed, an unknown or unsafe message, a limit reached. Nothing was sent. */
export class VppStateError extends VppError {
  readonly code = "VPP_STATE";
}
