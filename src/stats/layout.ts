// VPP vlib/stats/shared.h (26.06), segment version 2: everything in the host's byte order, little-endian on all that VPP
// runs on. Pointers are VPP's own addresses: offset = pointer − base.
import type { StatsKind } from "./types.ts";

export const VERSION = 2;
/** { u64 version, base, epoch, in_progress, directory_vector } */
export const HEADER_SIZE = 40;
/** The header's fields as u32 indices of their low words. */
export const VERSION_AT = 0;
export const BASE_AT = 2;
export const EPOCH_AT = 4;
export const IN_PROGRESS_AT = 6;
export const DIRECTORY_AT = 8;

/** { u32 type, pad; u64 value; char name[128] } */
export const ENTRY_SIZE = 144;
export const ENTRY_VALUE = 8;
export const ENTRY_NAME = 16;
export const NAME_SIZE = 128;

/** A vector's length is the u32 this far before its first element (vppinfra/vec_bootstrap.h). */
export const VECTOR_HEADER = 8;

export const TYPE_SCALAR = 1;
export const TYPE_SIMPLE = 2;
export const TYPE_COMBINED = 3;
export const TYPE_NAMES = 4;
export const TYPE_EMPTY = 5;
export const TYPE_SYMLINK = 6;
export const TYPE_HISTOGRAM = 7;
export const TYPE_RING = 8;
export const TYPE_GAUGE = 9;

export const KINDS: readonly StatsKind[] = [
  "unknown",
  "scalar",
  "simple",
  "combined",
  "names",
  "empty",
  "symlink",
  "histogram",
  "ring",
  "gauge",
];

export function kindOf(type: number): StatsKind {
  return KINDS[type] ?? "unknown";
}

/** Rows that a counter may have. VPP's limit is 256 threads (VLIB_MAX_CPUS), some have one row more. */
export const MAX_THREADS = 4096;
/** Rows of one query altogether; more can only come from a segment whose vectors share their memory. */
export const MAX_ROWS: number = 1 << 20;
/** No name of VPP's comes near. */
export const MAX_NAME = 4096;
