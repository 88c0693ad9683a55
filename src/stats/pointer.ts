import { VppStatsError } from "../errors/index.ts";
import { HEADER_SIZE, VECTOR_HEADER } from "./layout.ts";
import type { SegmentMemory } from "./memory.ts";

/** A vector whose header and elements lie within the segment. */
export interface VectorPlace {
  /** Of the first element. */
  readonly offset: number;
  /** Elements. */
  readonly length: number;
}

/** Where VPP's pointer leads to, as an offset. Null pointers are the caller's. @throws VppStatsError `invalid` */
export function offsetOf(pointer: bigint, base: bigint, size: number, what: string): number {
  const offset = pointer - base;
  if (offset < BigInt(HEADER_SIZE) || offset >= BigInt(size)) {
    throw new VppStatsError("invalid", `${what}: pointer 0x${pointer.toString(16)} leads out of the segment`);
  }
  return Number(offset);
}

/**
 * Finds a vector by its pointer; null is an empty one.
 * @param align what its elements' offset must be a multiple of
 * @throws VppStatsError `invalid` when it isn't wholly inside
 */
export function vectorAt(
  memory: SegmentMemory,
  base: bigint,
  pointer: bigint,
  elementSize: number,
  align: number,
  what: string,
): VectorPlace | null {
  if (pointer === 0n) return null;
  const offset = offsetOf(pointer, base, memory.size, what);
  if (offset % align !== 0 || offset < HEADER_SIZE + VECTOR_HEADER) {
    throw new VppStatsError("invalid", `${what}: no vector can start at ${offset}`, { offset });
  }
  const header = memory.copy(offset - VECTOR_HEADER, 4);
  const length = new DataView(header.buffer).getUint32(0, true);
  if (offset + length * elementSize > memory.size) {
    const text = `${what}: ${length} elements of ${elementSize} bytes at ${offset} leave the segment`;
    throw new VppStatsError("invalid", text, { offset });
  }
  return { offset, length };
}
