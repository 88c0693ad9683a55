import type { StatsSnapshot, StatsValue, U64 } from "./types.ts";
import { difference } from "./u64.ts";

/** Per second; null where there is no earlier value to compare with, or it was larger (the counter was cleared). */
export type Rate = number | null;

export interface PacketsBytesRate {
  readonly packets: Rate;
  readonly bytes: Rate;
}

/** How fast a value changes. A gauge's rate may be negative. */
export type StatsRate =
  | { readonly kind: "scalar" | "gauge"; readonly name: string; readonly perSecond: Rate }
  | {
      readonly kind: "simple";
      readonly name: string;
      at(thread: number, index: number): Rate;
      /** Over all threads: one index, or everything. */
      sum(index?: number): Rate;
    }
  | {
      readonly kind: "combined";
      readonly name: string;
      at(thread: number, index: number): PacketsBytesRate;
      sum(index?: number): PacketsBytesRate;
    }
  | { readonly kind: "simple-column"; readonly name: string; at(thread: number): Rate; sum(): Rate }
  | {
      readonly kind: "combined-column";
      readonly name: string;
      at(thread: number): PacketsBytesRate;
      sum(): PacketsBytesRate;
    };

/** The rate between two readings of one value; undefined for kinds that have none (names, rings…). */
export function rateOf(
  now: StatsValue,
  then: StatsValue | undefined,
  seconds: number,
): StatsRate | undefined {
  const { name } = now;
  switch (now.kind) {
    case "scalar":
      return {
        kind: "scalar",
        name,
        perSecond: rate(now.value, then?.kind === "scalar" ? then.value : null, seconds),
      };
    case "gauge": {
      const change = then?.kind === "gauge" ? difference(now.value, then.value) / seconds : null;
      return { kind: "gauge", name, perSecond: seconds > 0 ? change : null };
    }
    case "simple": {
      const old = then?.kind === "simple" ? then : null;
      const at = (t: number, i: number) =>
        rate(now.at(t, i), old !== null && i < old.length(t) ? old.at(t, i) : null, seconds);
      return { kind: "simple", name, at, sum: (index) => sumOver(now, index, at) };
    }
    case "combined": {
      const old = then?.kind === "combined" ? then : null;
      const half = (which: "packets" | "bytes") => (t: number, i: number) =>
        rate(now[which](t, i), old !== null && i < old.length(t) ? old[which](t, i) : null, seconds);
      const [packets, bytes] = [half("packets"), half("bytes")];
      return {
        kind: "combined",
        name,
        at: (t, i) => ({ packets: packets(t, i), bytes: bytes(t, i) }),
        sum: (index) => ({ packets: sumOver(now, index, packets), bytes: sumOver(now, index, bytes) }),
      };
    }
    case "simple-column": {
      const old = then?.kind === "simple-column" && sameLink(now, then) ? then : null;
      const at = (t: number) => rate(now.at(t), old !== null && t < old.threads ? old.at(t) : null, seconds);
      return { kind: "simple-column", name, at, sum: () => add(now.threads, at) };
    }
    case "combined-column": {
      const old = then?.kind === "combined-column" && sameLink(now, then) ? then : null;
      const half = (which: "packets" | "bytes") => (t: number) =>
        rate(now[which](t), old !== null && t < old.threads ? old[which](t) : null, seconds);
      const [packets, bytes] = [half("packets"), half("bytes")];
      return {
        kind: "combined-column",
        name,
        at: (t) => ({ packets: packets(t), bytes: bytes(t) }),
        sum: () => ({ packets: add(now.threads, packets), bytes: add(now.threads, bytes) }),
      };
    }
    default:
      return undefined;
  }
}

/** A snapshot's rates against an earlier one, made as they are asked for. */
export function ratesBetween(
  now: StatsSnapshot,
  then: StatsSnapshot | null,
  seconds: number,
): (name: string) => StatsRate | undefined {
  return (name) => {
    const value = now.get(name);
    return value === undefined ? undefined : rateOf(value, then?.get(name), seconds);
  };
}

function rate(now: U64, then: U64 | null, seconds: number): Rate {
  if (then === null || !(seconds > 0)) return null;
  const change = difference(now, then);
  return change < 0 ? null : change / seconds;
}

/** A name that now stands for another interface has no rate. */
function sameLink(
  now: { target: string; column: number },
  then: { target: string; column: number },
): boolean {
  return now.target === then.target && now.column === then.column;
}

interface Rows {
  readonly threads: number;
  length(thread: number): number;
}

/** Null as soon as one part is unknown: a sum without it would be wrong. */
function sumOver(rows: Rows, index: number | undefined, at: (thread: number, index: number) => Rate): Rate {
  let sum = 0;
  for (let thread = 0; thread < rows.threads; thread++) {
    const end = index === undefined ? rows.length(thread) : Math.min(rows.length(thread), index + 1);
    for (let i = index ?? 0; i < end; i++) {
      const part = at(thread, i);
      if (part === null) return null;
      sum += part;
    }
  }
  return sum;
}

function add(threads: number, at: (thread: number) => Rate): Rate {
  let sum = 0;
  for (let thread = 0; thread < threads; thread++) {
    const part = at(thread);
    if (part === null) return null;
    sum += part;
  }
  return sum;
}
