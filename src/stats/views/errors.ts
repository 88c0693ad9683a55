import type { StatsSnapshot, U64 } from "../types.ts";
import { isZero } from "../u64.ts";

/** `/err/<node>/<reason>`, summed over threads. */
export interface ErrorStats {
  readonly node: string;
  readonly reason: string;
  readonly count: U64;
}

const PREFIX = "/err/";

export function errorsOf(snapshot: StatsSnapshot, all: boolean): ErrorStats[] {
  const errors: ErrorStats[] = [];
  for (const value of snapshot) {
    if (value.kind !== "simple-column") continue;
    const count = value.sum();
    if (isZero(count) && !all) continue;
    // Reasons may hold slashes, node names don't.
    const slash = value.name.indexOf("/", PREFIX.length);
    if (slash === -1) continue;
    errors.push({ node: value.name.slice(PREFIX.length, slash), reason: value.name.slice(slash + 1), count });
  }
  return errors;
}
