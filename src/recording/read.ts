import { MAGIC } from "./layout.ts";
import { ownFormat } from "./own-format.ts";
import { type Ending, Parser } from "./parse.ts";
import type { TraceRecord } from "./record.ts";
import { vppFormat } from "./vpp-format.ts";

/**
 * Reads a recording or one of VPP's own API traces, in pieces of any size. VPP's begin with a count of messages,
 * which would have to be over a thousand million to be taken for ours.
 */
export class RecordingReader {
  #parser: Parser | null = null;
  readonly #emit: (record: TraceRecord) => void;

  constructor(emit: (record: TraceRecord) => void) {
    this.#emit = emit;
  }

  /** @throws VppRecordingError with the offset of what makes no sense; what came before has been told. */
  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#parser ??= new Parser(chunk[0] === MAGIC[0] ? ownFormat : vppFormat, this.#emit);
    this.#parser.push(chunk);
  }

  /** Once all has been pushed: whether the file stops in the middle of something. */
  finish(): Ending {
    return this.#parser?.finish() ?? { kind: "cut", offset: 0 };
  }
}
