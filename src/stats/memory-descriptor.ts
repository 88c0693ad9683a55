import { closeSync, fstatSync, readSync } from "node:fs";
import { VppStatsError } from "../errors/index.ts";
import { HEADER_SIZE } from "./layout.ts";
import { checkBounds, checkSize, closedError, type SegmentMemory, type Span } from "./memory.ts";

/**
 * A segment behind a descriptor, read with pread: a microsecond or two a span. Needs no native code, and can't be
 * hurt by a file that shrinks. Owns the descriptor.
 */
export class DescriptorMemory implements SegmentMemory {
  readonly size: number;
  readonly gap = 4096;
  readonly #fd: number;
  readonly #header: Uint8Array = new Uint8Array(HEADER_SIZE);
  readonly #headerWords: Uint32Array = new Uint32Array(this.#header.buffer);
  #closed = false;

  constructor(fd: number) {
    this.#fd = fd;
    this.size = fstatSync(fd).size;
    checkSize(this.size);
  }

  loadHeader(words: Uint32Array): void {
    this.read(this.#header, 0, HEADER_SIZE, 0);
    words.set(this.#headerWords);
  }

  span(offset: number, length: number): Span {
    if (this.#closed) throw closedError();
    checkBounds(this.size, offset, length);
    return new DescriptorSpan(this, offset, length);
  }

  copy(offset: number, length: number): Uint8Array {
    if (this.#closed) throw closedError();
    checkBounds(this.size, offset, length);
    const copy = new Uint8Array(length);
    this.read(copy, 0, length, offset);
    return copy;
  }

  /** Reads all of it or throws. */
  read(target: Uint8Array, at: number, length: number, offset: number): void {
    if (this.#closed) throw closedError();
    for (let done = 0; done < length; ) {
      const count = this.#pread(target, at + done, length - done, offset + done);
      if (count === 0) {
        const text = `segment: it ends at ${offset + done}, within ${length} bytes at ${offset}`;
        throw new VppStatsError("invalid", text, { offset });
      }
      done += count;
    }
  }

  #pread(target: Uint8Array, at: number, length: number, offset: number): number {
    try {
      return readSync(this.#fd, target, at, length, offset);
    } catch (cause) {
      throw new VppStatsError("invalid", `segment: its descriptor can't be read: ${String(cause)}`, {
        cause,
        offset,
      });
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
  }
}

class DescriptorSpan implements Span {
  readonly #owner: DescriptorMemory;
  readonly #offset: number;
  readonly #length: number;
  #scratch: Uint8Array | null = null;

  constructor(owner: DescriptorMemory, offset: number, length: number) {
    this.#owner = owner;
    this.#offset = offset;
    this.#length = length;
  }

  copyTo(target: Uint8Array, at: number): void {
    this.#owner.read(target, at, this.#length, this.#offset);
  }

  equals(expected: Uint8Array, at: number): boolean {
    this.#scratch ??= new Uint8Array(this.#length);
    this.#owner.read(this.#scratch, 0, this.#length, this.#offset);
    return Buffer.compare(this.#scratch, expected.subarray(at, at + this.#length)) === 0;
  }
}
