import { VECTOR_HEADER } from "../layout.ts";
import type { U64 } from "../types.ts";
import { Allocator, roundUp } from "./allocator.ts";

/** Room before a vector's elements, so that they start on a cache line. */
const LEAD = 64;

/** Memory of a segment under construction: VPP's vectors, and pointers as VPP has them. */
export class VectorMemory {
  bytes: Buffer;
  view: DataView;
  readonly base: bigint;
  readonly #allocator: Allocator;

  constructor(buffer: ArrayBuffer, base: bigint) {
    this.bytes = Buffer.from(buffer);
    this.view = new DataView(buffer);
    this.base = base;
    this.#allocator = new Allocator(buffer.byteLength);
  }

  /** Lets go of the buffer: every access from now on is a RangeError instead of a crash. */
  detach(): void {
    this.bytes = Buffer.alloc(0);
    this.view = new DataView(new ArrayBuffer(0));
  }

  /** A zeroed vector; returns the offset of its first element. */
  vector(length: number, elementSize: number): number {
    const bytes = LEAD + length * elementSize;
    const offset = this.#allocator.allocate(bytes) + LEAD;
    this.bytes.fill(0, offset - LEAD, offset - LEAD + roundUp(bytes));
    this.setLength(offset, length);
    return offset;
  }

  freeVector(offset: number, length: number, elementSize: number): void {
    this.#allocator.free(offset - LEAD, LEAD + length * elementSize);
  }

  setLength(offset: number, length: number): void {
    this.view.setUint32(offset - VECTOR_HEADER, length, true);
  }

  length(offset: number): number {
    return this.view.getUint32(offset - VECTOR_HEADER, true);
  }

  /** Memory that is no vector, zeroed. */
  block(bytes: number): number {
    const offset = this.#allocator.allocate(bytes);
    this.bytes.fill(0, offset, offset + roundUp(bytes));
    return offset;
  }

  setU64(at: number, value: U64): void {
    this.view.setBigUint64(at, BigInt(value), true);
  }

  getU64(at: number): bigint {
    return this.view.getBigUint64(at, true);
  }

  /** Writes the address of `offset` as VPP sees it; 0 is the null pointer. */
  setPointer(at: number, offset: number): void {
    this.setU64(at, offset === 0 ? 0n : this.base + BigInt(offset));
  }

  /** 0 for the null pointer. */
  getPointer(at: number): number {
    const pointer = this.getU64(at);
    return pointer === 0n ? 0 : Number(pointer - this.base);
  }
}
