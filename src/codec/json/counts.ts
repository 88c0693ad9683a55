import type { Member } from "../members.ts";
import type { Place } from "./place.ts";

/** Drops the counts of arrays from `fields`, each of which must be right where it is given. */
export function checkCounts(members: readonly Member[], fields: Record<string, unknown>, place: Place): void {
  for (const { name, countOf } of members) {
    const count = fields[name];
    if (countOf === null || count === undefined) continue;
    const length = lengthOf(fields[countOf]);
    // A count may be a bigint; compared as numbers the two kinds are alike.
    if (Number(count) !== length) {
      place.enter(name);
      place.fail(`is ${String(count)}, but ${countOf} has ${length} elements; best left out`, count);
    }
    delete fields[name];
  }
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
}
