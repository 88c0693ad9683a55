import { VppError } from "./base.ts";

/** A file is no recording of API messages, or is damaged. */
export class VppRecordingError extends VppError {
  readonly code = "VPP_RECORDING";
  /** Bytes from the start of the file to what makes no sense. */
  readonly offset: number;

  constructor(offset: number, text: string) {
    super(`at byte ${offset}: ${text}`);
    this.offset = offset;
  }
}
