import { VppError } from "./base.ts";

/** A file is no recording of API messages, or is damaged. */
export class VppRecordingError extends VppError {
  readonly code = "VPP_RECORDING";
  readonly #text: string;
  /** Bytes from the start of the file to what makes no sense. */
  readonly offset: number;
  /** Null where the bytes came from elsewhere. */
  readonly file: string | null;

  constructor(
    offset: number,
    text: string,
    options: { readonly file?: string; readonly cause?: unknown } = {},
  ) {
    const { file = null, cause } = options;
    const where = file === null ? "" : `${file}: `;
    super(`${where}at byte ${offset}: ${text}`, cause === undefined ? undefined : { cause });
    this.offset = offset;
    this.file = file;
    this.#text = text;
  }

  /** The same, of this file. */
  in(file: string): VppRecordingError {
    return new VppRecordingError(this.offset, this.#text, { file, cause: this.cause });
  }
}
