import type { StatsSnapshot, U64 } from "../types.ts";

/** A heap's use, in bytes but for `free_chunks` (VPP vlib/stats/provider_mem.c, in its order). */
export interface HeapStats {
  readonly name: string;
  readonly total: U64;
  readonly used: U64;
  readonly free: U64;
  readonly used_mmap: U64;
  readonly total_alloc: U64;
  readonly free_chunks: U64;
  readonly releasable: U64;
}

const PREFIX = "/mem/";

export function heapsOf(snapshot: StatsSnapshot): HeapStats[] {
  const heaps: HeapStats[] = [];
  for (const value of snapshot) {
    // The symlinks beside it are columns of the same.
    if (value.kind !== "simple") continue;
    heaps.push({
      name: value.name.slice(PREFIX.length),
      total: value.at(0, 0),
      used: value.at(0, 1),
      free: value.at(0, 2),
      used_mmap: value.at(0, 3),
      total_alloc: value.at(0, 4),
      free_chunks: value.at(0, 5),
      releasable: value.at(0, 6),
    });
  }
  return heaps;
}
