import { VppEncodeError } from "../errors/index.ts";

/** No message comes near; VPP itself dies of a length of 2³²−16 or more. */
const MAX_MESSAGE = 1 << 30;

/** A buffer of zeros and its view, made together and used again together: either costs as much as a small message. */
export class Slab {
  readonly bytes: Buffer;
  readonly view: DataView;

  constructor(size: number) {
    this.bytes = Buffer.alloc(size);
    this.view = viewOf(this.bytes);
  }
}

/**
 * A growing buffer that messages are written into one after the other.
 *
 * Bytes from `pos` on are always zero: that lets encoders skip absent fields,
 * padding and the unused part of unions instead of writing zeros.
 */
export class Writer {
  /** What is being written into. */
  slab: Slab;
  bytes: Buffer;
  view: DataView;
  pos = 0;
  /** End of what has been reserved since `pos` last moved on; what an encoder that failed may have touched. */
  #reserved = 0;

  constructor(capacity = 65_536) {
    this.slab = new Slab(capacity);
    this.bytes = this.slab.bytes;
    this.view = this.slab.view;
  }

  /** Makes room for `size` bytes at `pos` and returns `pos`. */
  reserve(size: number): number {
    const end = this.pos + size;
    if (end > this.bytes.length) this.#grow(size);
    if (end > this.#reserved) this.#reserved = end;
    return this.pos;
  }

  /** Forgets everything written from `to` on. */
  rollback(to: number): void {
    this.bytes.fill(0, to, Math.min(Math.max(this.#reserved, this.pos), this.bytes.length));
    this.pos = to;
    this.#reserved = to;
  }

  /** Hands out what was written and goes on in `next` (all zero), or in a slab of its own making. */
  take(next: Slab = new Slab(this.bytes.length)): Buffer {
    const out = this.bytes.subarray(0, this.pos);
    this.#use(next);
    this.pos = 0;
    this.#reserved = 0;
    return out;
  }

  #grow(size: number): void {
    if (size > MAX_MESSAGE) {
      throw new VppEncodeError("message", "", `would need ${size} bytes, more than ${MAX_MESSAGE}`, size);
    }
    let capacity = Math.max(this.bytes.length, 1024);
    while (capacity < this.pos + size) capacity *= 2;
    const grown = new Slab(capacity);
    this.bytes.copy(grown.bytes, 0, 0, this.pos);
    this.#use(grown);
  }

  #use(slab: Slab): void {
    this.slab = slab;
    this.bytes = slab.bytes;
    this.view = slab.view;
  }
}

/** Bytes that messages are read from. Decoders never look at or past `end`. */
export class Source {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Where the payload starts: offsets in errors count from here. */
  start: number;
  end: number;
  /** Set by decoders of variable length: where what they read ends. */
  pos: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = viewOf(bytes);
    this.start = start;
    this.end = end;
    this.pos = start;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
