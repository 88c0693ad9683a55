import { VppStatsError } from "../errors/index.ts";
import type { SegmentMemory } from "./memory.ts";
import { offsetOf } from "./pointer.ts";

// VPP vlib/stats/stats.h, vlib_stats_ring_buffer_t: { u32 entry_size, ring_size, n_threads, schema_size, schema_version,
// metadata_offset, data_offset }, all offsets from its own start.
export const RING_HEADER = 28;
/** vlib_stats_ring_metadata_t fills a cache line: { u32 head, schema_version; u64 sequence; u32 schema_offset, schema_size }. */
export const METADATA_STRIDE = 64;
export const METADATA_SIZE = 24;
const MAX_RING_THREADS = 4096;
/** Entries of a thread; VPP's own rings have thousands. */
const MAX_RING_SIZE: number = 1 << 20;

/** A ring buffer whose slots and metadata lie within the segment. Offsets are from the segment's start. */
export interface RingPlace {
  readonly offset: number;
  readonly entrySize: number;
  readonly ringSize: number;
  readonly threads: number;
  readonly schemaSize: number;
  readonly schemaVersion: number;
  readonly metadata: number;
  readonly data: number;
}

/** @throws VppStatsError `invalid` */
export function ringAt(memory: SegmentMemory, base: bigint, pointer: bigint, what: string): RingPlace {
  const offset = offsetOf(pointer, base, memory.size, what);
  const words = new Uint32Array(memory.copy(offset, RING_HEADER).buffer);
  return checkRing(memory.size, what, {
    offset,
    entrySize: words[0]!,
    ringSize: words[1]!,
    threads: words[2]!,
    schemaSize: words[3]!,
    schemaVersion: words[4]!,
    metadata: offset + words[5]!,
    data: offset + words[6]!,
  });
}

function checkRing(size: number, what: string, ring: RingPlace): RingPlace {
  const { entrySize, ringSize, threads, schemaSize, metadata, data, offset } = ring;
  // Each factor is below 2^32 and the first product is checked before the second, so nothing rounds.
  const slots = entrySize * ringSize;
  const inside =
    ringSize > 0 &&
    ringSize <= MAX_RING_SIZE &&
    entrySize > 0 &&
    threads <= MAX_RING_THREADS &&
    slots <= size &&
    schemaSize <= size &&
    metadata >= offset + RING_HEADER &&
    metadata + threads * METADATA_STRIDE <= size &&
    data >= offset + RING_HEADER &&
    data + slots * threads <= size;
  if (inside) return ring;
  const text = `${what}: a ring of ${threads} × ${ringSize} × ${entrySize} bytes at ${offset} is not within the segment`;
  throw new VppStatsError("invalid", text, { entry: what, offset });
}
