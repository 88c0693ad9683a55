import type { StatsSnapshot, U64 } from "../types.ts";

/** A pool of packet buffers, in buffers (VPP vlib/buffer.c). */
export interface BufferPoolStats {
  readonly name: string;
  /** Free, in the threads' own caches. */
  readonly cached: U64;
  readonly used: U64;
  /** Free, in the pool. */
  readonly available: U64;
}

const ENTRY = /^\/buffer-pools\/(.+)\/(cached|used|available)$/;

export function buffersOf(snapshot: StatsSnapshot): BufferPoolStats[] {
  const pools = new Map<string, { name: string; cached: U64; used: U64; available: U64 }>();
  for (const value of snapshot) {
    const match = ENTRY.exec(value.name);
    if (match === null || (value.kind !== "gauge" && value.kind !== "scalar")) continue;
    const name = match[1]!;
    const pool = pools.get(name) ?? { name, cached: 0, used: 0, available: 0 };
    pool[match[2] as "cached" | "used" | "available"] = value.value;
    pools.set(name, pool);
  }
  return [...pools.values()];
}
