import type { SegmentMemory, Span } from "./memory.ts";

interface Piece {
  readonly offset: number;
  readonly length: number;
  /** Where it came to lie in the copy, in bytes; set by `finish`. */
  at: number;
}

interface Run {
  readonly span: Span;
  readonly at: number;
}

/**
 * Collects pieces of the segment and copies them all into one buffer. Pieces that overlap or lie close together are copied
 * as one, so a copy never outgrows the segment, whatever the pieces are.
 */
export class CopyPlan {
  readonly #pieces: Piece[] = [];
  #runs: Run[] = [];
  /** Bytes of the whole copy, a multiple of 8. */
  size = 0;

  /** Adds bytes that lie within the segment. The returned piece knows its place after `finish`. */
  add(offset: number, length: number): Piece {
    const piece = { offset, length, at: 0 };
    this.#pieces.push(piece);
    return piece;
  }

  finish(memory: SegmentMemory): void {
    const sorted = [...this.#pieces].sort((a, b) => a.offset - b.offset);
    let start = 0;
    let end = -1;
    let members: Piece[] = [];
    const flush = () => {
      if (members.length === 0) return;
      for (const piece of members) piece.at = this.size + piece.offset - start;
      this.#runs.push({ span: memory.span(start, end - start), at: this.size });
      this.size += (end - start + 7) & ~7;
    };
    for (const piece of sorted) {
      if (piece.offset > end + memory.gap || members.length === 0) {
        flush();
        members = [];
        // Words keep their alignment.
        start = piece.offset - (piece.offset % 8);
        end = start;
      }
      members.push(piece);
      end = Math.max(end, piece.offset + piece.length);
    }
    flush();
  }

  copy(target: Uint8Array): void {
    for (const run of this.#runs) run.span.copyTo(target, run.at);
  }
}

export type { Piece };
