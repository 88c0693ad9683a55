import { HEADER_SIZE } from "../layout.ts";

/** VPP's vectors of counters are aligned to cache lines. */
const LINE = 64;

/** Gives out pieces of a buffer, in sizes of powers of two, and takes them back. */
export class Allocator {
  readonly #size: number;
  readonly #free: Map<number, number[]> = new Map();
  #next = Math.ceil(HEADER_SIZE / LINE) * LINE;

  constructor(size: number) {
    this.#size = size;
  }

  /** @throws RangeError when the segment is full */
  allocate(bytes: number): number {
    const size = roundUp(bytes);
    const reused = this.#free.get(size)?.pop();
    if (reused !== undefined) return reused;
    if (this.#next + size > this.#size) throw new RangeError(`segment of ${this.#size} bytes is full`);
    const offset = this.#next;
    this.#next += size;
    return offset;
  }

  free(offset: number, bytes: number): void {
    const size = roundUp(bytes);
    const list = this.#free.get(size) ?? [];
    list.push(offset);
    this.#free.set(size, list);
  }
}

/** Room that `allocate` really gives. */
export function roundUp(bytes: number): number {
  let size = LINE;
  while (size < bytes) size *= 2;
  return size;
}
