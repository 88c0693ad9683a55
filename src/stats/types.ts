/** A 64-bit counter: a number while it is a safe integer, a bigint from 2^53 on. Nothing is lost either way. */
export type U64 = number | bigint;

/** A combined counter's two halves. */
export interface PacketsBytes {
  readonly packets: U64;
  readonly bytes: U64;
}

/** What a directory entry is (VPP vlib/stats/shared.h, version 2 of the segment). */
export type StatsKind =
  | "scalar"
  | "gauge"
  | "simple"
  | "combined"
  | "names"
  | "symlink"
  | "histogram"
  | "ring"
  | "empty"
  | "unknown";

/** A line of the directory, without its value. */
export interface StatsEntry {
  readonly name: string;
  readonly kind: StatsKind;
  /** The type as the segment has it. */
  readonly type: number;
  /** Position in the directory. */
  readonly index: number;
  /** Symlinks: whose column this is. `target` is null where it points nowhere. */
  readonly link: { readonly target: string | null; readonly column: number } | null;
}

interface Named {
  readonly name: string;
  /** The value in the shape of the command line's JSON. */
  toJSON(): unknown;
}

/** One number that counts, or a time in seconds. */
export interface ScalarValue extends Named {
  readonly kind: "scalar";
  readonly value: U64;
  toJSON(): U64Json;
}

/** One number that goes up and down. */
export interface GaugeValue extends Named {
  readonly kind: "gauge";
  readonly value: U64;
  toJSON(): U64Json;
}

/** A counter for every thread and index (mostly a sw_if_index). Rows of threads may differ in length. */
export interface SimpleValue extends Named {
  readonly kind: "simple";
  readonly threads: number;
  /** Counters that a thread has. */
  length(thread: number): number;
  /** Counters of the longest row. */
  readonly width: number;
  /** 0 where a row is shorter or there is none. */
  at(thread: number, index: number): U64;
  /** Over all threads: one index, or everything. */
  sum(index?: number): U64;
  toJSON(): U64Json[][];
}

/** As SimpleValue, with packets and bytes. */
export interface CombinedValue extends Named {
  readonly kind: "combined";
  readonly threads: number;
  length(thread: number): number;
  readonly width: number;
  at(thread: number, index: number): PacketsBytes;
  packets(thread: number, index: number): U64;
  bytes(thread: number, index: number): U64;
  sum(index?: number): PacketsBytes;
  toJSON(): [U64Json, U64Json][][];
}

/** A symlink to one index of a simple counter: a number for every thread. */
export interface SimpleColumn extends Named {
  readonly kind: "simple-column";
  readonly target: string;
  readonly column: number;
  readonly threads: number;
  at(thread: number): U64;
  sum(): U64;
  toJSON(): U64Json[];
}

/** A symlink to one index of a combined counter. */
export interface CombinedColumn extends Named {
  readonly kind: "combined-column";
  readonly target: string;
  readonly column: number;
  readonly threads: number;
  at(thread: number): PacketsBytes;
  packets(thread: number): U64;
  bytes(thread: number): U64;
  sum(): PacketsBytes;
  toJSON(): [U64Json, U64Json][];
}

/** Strings by index; null is a hole. */
export interface NamesValue extends Named {
  readonly kind: "names";
  readonly values: readonly (string | null)[];
  toJSON(): (string | null)[];
}

/** How often values of each power of two came up, for every thread. */
export interface HistogramValue extends Named {
  readonly kind: "histogram";
  readonly threads: number;
  /** The first bin counts values below 2^(minExponent+1). */
  minExponent(thread: number): number;
  counts(thread: number): U64[];
  /** Bins with their bounds, `low` inclusive, `high` exclusive; the last one is open (null), the first begins at 0. */
  buckets(thread: number): HistogramBucket[];
  /** Values counted, over all threads. */
  sum(): U64;
  /** `[thread][min_exp, count, …]`, as it lies in the segment. */
  toJSON(): U64Json[][];
}

export interface HistogramBucket {
  readonly low: U64;
  readonly high: U64 | null;
  readonly count: U64;
}

/** A ring buffer's make and how far its writers are. The entries themselves: `stats.ring(name)`. */
export interface RingValue extends Named {
  readonly kind: "ring";
  readonly entrySize: number;
  readonly ringSize: number;
  readonly threads: number;
  readonly schemaSize: number;
  readonly schemaVersion: number;
  toJSON(): Record<string, number>;
}

/** A symlink that leads to no counter. */
export interface DanglingValue extends Named {
  readonly kind: "symlink";
  readonly target: string | null;
  readonly column: number;
  toJSON(): null;
}

/** A type that this version of the library doesn't know; `raw` is the entry's 64-bit field. */
export interface UnknownValue extends Named {
  readonly kind: "unknown";
  readonly type: number;
  readonly raw: U64;
  toJSON(): null;
}

export type StatsValue =
  | ScalarValue
  | GaugeValue
  | SimpleValue
  | CombinedValue
  | SimpleColumn
  | CombinedColumn
  | NamesValue
  | HistogramValue
  | RingValue
  | DanglingValue
  | UnknownValue;

/** In JSON a counter from 2^53 on is a string of digits. */
export type U64Json = number | string;

/** Values that were read together: of one epoch, in the directory's order. */
export interface StatsSnapshot extends Iterable<StatsValue> {
  /** Grows when the segment's structure changes; starts again when VPP does. */
  readonly epoch: number;
  /** When it was copied: milliseconds on the clock of `performance.now()`. */
  readonly time: number;
  readonly size: number;
  get(name: string): StatsValue | undefined;
  toJSON(): Record<string, unknown>;
}

/** How the segment is reached; see docs/stats.md. */
export type StatsAccess = "map" | "read" | "proc";

/**
 * Which entries: a string is a name, the path above some names (`/if` takes `/if/rx`), a prefix when it ends in `/`, or a glob
 * when it has `*`, `?` or `[`. The object forms mean one thing whatever the text holds.
 */
export type StatsPattern =
  | string
  | RegExp
  | { readonly exact: string }
  | { readonly prefix: string }
  | { readonly glob: string };

export type StatsPatterns = StatsPattern | readonly StatsPattern[];
