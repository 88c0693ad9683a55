import { VppError } from "./base.ts";

/** A call of a pipeline failed, and that ended it. Calls sent before the end was known have all been settled. */
export class VppPipelineError extends VppError {
  readonly code = "VPP_PIPELINE";
  readonly messageName: string;
  /** Which input it was, counted from 0. */
  readonly index: number;
  readonly input: unknown;

  constructor(messageName: string, index: number, input: unknown, cause: unknown) {
    super(`call ${index} of the pipeline: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.messageName = messageName;
    this.index = index;
    this.input = input;
  }
}
