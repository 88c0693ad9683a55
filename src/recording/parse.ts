import { VppRecordingError } from "../errors/index.ts";
import type { TraceRecord } from "./record.ts";

/**
 * A format's grammar: asks for a number of bytes and is given them, as often as it likes. Where it asks with
 * `mayEnd`, the file may stop before them.
 */
export type Grammar = Generator<Need, void, Piece>;

export interface Need {
  readonly bytes: number;
  readonly mayEnd?: boolean;
}

export interface Piece {
  readonly bytes: Buffer;
  /** Where they stand in the file. */
  readonly offset: number;
}

/** How a file stopped. */
export type Ending =
  | { readonly kind: "whole" }
  /** In the middle of something that began at `offset`. */
  | { readonly kind: "cut"; readonly offset: number };

/** Feeds a grammar with a file's bytes, however they come. */
export class Parser {
  readonly #grammar: Grammar;
  #need: Need;
  #done = false;
  #chunks: Buffer[] = [];
  #have = 0;
  #offset = 0;

  constructor(
    grammar: (emit: (record: TraceRecord) => void) => Grammar,
    emit: (record: TraceRecord) => void,
  ) {
    this.#grammar = grammar(emit);
    const first = this.#grammar.next();
    this.#need = first.done === true ? { bytes: 0 } : first.value;
  }

  /** Where in the file everything before has been understood. */
  get offset(): number {
    return this.#offset;
  }

  /** @throws VppRecordingError with the offset of what makes no sense. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need.bytes) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    while (!this.#done && bytes.length - at >= this.#need.bytes) {
      const piece = { bytes: bytes.subarray(at, at + this.#need.bytes), offset: this.#offset };
      at += piece.bytes.length;
      this.#offset += piece.bytes.length;
      const next = this.#grammar.next(piece);
      this.#done = next.done === true;
      this.#need = next.done === true ? { bytes: 0 } : next.value;
    }
    if (this.#done && at < bytes.length) {
      throw new VppRecordingError(this.#offset, "nothing should follow the last record");
    }
    this.#have = bytes.length - at;
    this.#chunks = this.#have === 0 ? [] : [bytes.subarray(at)];
  }

  /** Once the file is at its end. */
  finish(): Ending {
    if (this.#done || (this.#have === 0 && this.#need.mayEnd === true)) return { kind: "whole" };
    return { kind: "cut", offset: this.#offset };
  }
}
