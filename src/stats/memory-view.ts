import { VppStatsError } from "../errors/index.ts";
import { checkBounds, checkSize, closedError, type SegmentMemory, type Span } from "./memory.ts";

/** A segment in memory: mapped, or a recording. Nothing here hands out the buffer or a part of it. */
export class ViewMemory implements SegmentMemory {
  readonly size: number;
  readonly gap = 64;
  #bytes: Buffer;
  #header: Int32Array;
  #closed = false;
  readonly #release: () => void;
  readonly #fence: Int32Array = new Int32Array(new SharedArrayBuffer(4));

  /** @param release is called once, at `close`; nothing touches the buffer after */
  constructor(buffer: ArrayBuffer, release: () => void) {
    checkSize(buffer.byteLength);
    this.size = buffer.byteLength;
    this.#bytes = Buffer.from(buffer);
    this.#header = new Int32Array(buffer, 0, 10);
    this.#release = release;
  }

  get closed(): boolean {
    return this.#closed;
  }

  loadHeader(words: Uint32Array): void {
    if (this.#closed) throw closedError();
    // A load keeps later reads behind it, but not earlier ones before it on ARM: a read-modify-write does both.
    Atomics.exchange(this.#fence, 0, 0);
    for (let i = 0; i < 10; i++) words[i] = Atomics.load(this.#header, i);
  }

  span(offset: number, length: number): Span {
    if (this.#closed) throw closedError();
    checkBounds(this.size, offset, length);
    return new ViewSpan(this, this.#bytes.subarray(offset, offset + length));
  }

  copy(offset: number, length: number): Uint8Array {
    if (this.#closed) throw closedError();
    checkBounds(this.size, offset, length);
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(offset, offset + length));
    return copy;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#bytes = Buffer.alloc(0);
    this.#header = new Int32Array(0);
    this.#release();
  }
}

class ViewSpan implements Span {
  readonly #owner: ViewMemory;
  readonly #source: Buffer;

  constructor(owner: ViewMemory, source: Buffer) {
    this.#owner = owner;
    this.#source = source;
  }

  copyTo(target: Uint8Array, at: number): void {
    if (this.#owner.closed) throw closedError();
    target.set(this.#source, at);
  }

  equals(expected: Uint8Array, at: number): boolean {
    if (this.#owner.closed) throw closedError();
    return this.#source.compare(expected, at, at + this.#source.length) === 0;
  }
}

/** A recorded segment. @throws VppStatsError `invalid` when it is too short */
export function memoryOfBytes(bytes: Uint8Array): SegmentMemory {
  try {
    return new ViewMemory(new Uint8Array(bytes).buffer, () => {});
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new VppStatsError("invalid", `segment: ${bytes.length} bytes are too many`, { cause });
  }
}
