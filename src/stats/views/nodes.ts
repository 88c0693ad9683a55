import type { StatsSnapshot, U64 } from "../types.ts";

/** A graph node's work, summed over threads. */
export interface NodeStats {
  readonly node_index: number;
  readonly name: string;
  readonly clocks: U64;
  readonly vectors: U64;
  readonly calls: U64;
  readonly suspends: U64;
}

const COUNTERS = ["clocks", "vectors", "calls", "suspends"] as const;
const NAMES = "/sys/node/names";
export const NODE_ENTRIES: readonly string[] = [NAMES, ...COUNTERS.map((name) => `/sys/node/${name}`)];

export function nodesOf(snapshot: StatsSnapshot): NodeStats[] {
  const names = snapshot.get(NAMES);
  if (names?.kind !== "names") return [];
  const sum = (counter: (typeof COUNTERS)[number], index: number): U64 => {
    const value = snapshot.get(`/sys/node/${counter}`);
    return value?.kind === "simple" ? value.sum(index) : 0;
  };
  return names.values.flatMap((name, i) => {
    if (name === null) return [];
    const [clocks, vectors] = [sum("clocks", i), sum("vectors", i)];
    return { node_index: i, name, clocks, vectors, calls: sum("calls", i), suspends: sum("suspends", i) };
  });
}
