import { VppError } from "./base.ts";

/** VPP took longer than the call allows. It may still carry the call out; its late reply is thrown away. */
export class VppTimeoutError extends VppError {
  readonly code = "VPP_TIMEOUT";
  readonly messageName: string;
  /** Milliseconds. */
  readonly timeout: number;

  constructor(messageName: string, timeout: number, text = "no answer") {
    super(`${messageName}: ${text} within ${timeout} ms`);
    this.messageName = messageName;
    this.timeout = timeout;
  }
}
