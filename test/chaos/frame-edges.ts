// Where messages end in what passes.
import { HEADER } from "../../src/protocol/index.ts";

const LENGTH_AT = 8;

/** Follows the framing of one direction of a connection. */
export class FrameEdges {
  #head: Buffer = Buffer.alloc(0);
  /** Bytes of the payload that have not come. */
  #left = 0;

  /** The last offset in this chunk at which a message has ended; −1 where none does. */
  last(chunk: Buffer): number {
    let edge = -1;
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
      } else {
        const step = Math.min(HEADER - this.#head.length, chunk.length - at);
        this.#head = Buffer.concat([this.#head, chunk.subarray(at, at + step)]);
        at += step;
        if (this.#head.length < HEADER) continue;
        this.#left = this.#head.readUInt32BE(LENGTH_AT);
        this.#head = Buffer.alloc(0);
      }
      if (this.#left === 0 && this.#head.length === 0) edge = at;
    }
    return edge;
  }
}
