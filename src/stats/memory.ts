import { VppStatsError } from "../errors/index.ts";
import { HEADER_SIZE } from "./layout.ts";

/** A stretch of the segment, checked once against its size, to be copied many times. */
export interface Span {
  /** Copies it to `target[at…]`. */
  copyTo(target: Uint8Array, at: number): void;
  /** Whether it holds the bytes `expected[at…]` right now. */
  equals(expected: Uint8Array, at: number): boolean;
}

/**
 * The segment's bytes, which VPP may change at any moment. They are only ever copied out; the live memory stays inside.
 * After `close` every method, and every span, throws `closed`.
 */
export interface SegmentMemory {
  readonly size: number;
  /** Spans nearer than this, in bytes, are cheaper to copy as one. */
  readonly gap: number;
  /** Loads the header's ten words, each whole; what was read before this is really read before. */
  loadHeader(words: Uint32Array): void;
  /** @throws VppStatsError `invalid` when it doesn't lie within the segment */
  span(offset: number, length: number): Span;
  /** A copy of some bytes. Same errors as `span`. */
  copy(offset: number, length: number): Uint8Array;
  close(): void;
}

/** @throws VppStatsError `invalid` */
export function checkBounds(size: number, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new VppStatsError(
      "invalid",
      `segment: ${length} bytes at ${offset} are not within its ${size} bytes`,
      {
        offset,
      },
    );
  }
}

/** @throws VppStatsError `invalid` */
export function checkSize(size: number): void {
  if (size < HEADER_SIZE) {
    throw new VppStatsError("invalid", `segment: ${size} bytes are too few for its header`);
  }
}

export function closedError(): VppStatsError {
  return new VppStatsError("closed", "the stats segment was closed");
}
