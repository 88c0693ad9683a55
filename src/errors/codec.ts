import { VppError } from "./base.ts";

/** A value doesn't fit its definition. Nothing was sent. */
export class VppEncodeError extends VppError {
  readonly code = "VPP_ENCODE";
  /** The message being encoded. */
  readonly messageName: string;
  /** Where in the fields: `route.paths[0].weight`; empty for the message as a whole. */
  readonly path: string;
  readonly value: unknown;

  constructor(messageName: string, path: string, text: string, value: unknown) {
    super(`${messageName}${path === "" ? "" : `: ${path}`}: ${text}`);
    this.messageName = messageName;
    this.path = path;
    this.value = value;
  }
}

/** Bytes don't fit the message's definition. */
export class VppDecodeError extends VppError {
  readonly code = "VPP_DECODE";
  readonly messageName: string;
  /** Bytes from the start of the payload (where the message id stands). */
  readonly offset: number;

  constructor(messageName: string, offset: number, text: string, options?: { cause?: unknown }) {
    super(`${messageName}: at byte ${offset}: ${text}`, options);
    this.messageName = messageName;
    this.offset = offset;
  }
}
