import { showAs } from "../errors/inspect.ts";
import type { PlannedEntry } from "./plan.ts";
import type { StatsValue, U64, U64Json } from "./types.ts";
import { u64, u64At, u64ToJson } from "./u64.ts";
import { CombinedCounters, CombinedLink } from "./value-combined.ts";
import { Histogram } from "./value-histogram.ts";
import { Names } from "./value-names.ts";
import { SimpleCounters, SimpleLink } from "./value-simple.ts";

class Scalar<K extends "scalar" | "gauge"> {
  readonly kind: K;
  readonly name: string;
  readonly #at: number;
  readonly #words: Uint32Array;

  constructor(kind: K, name: string, at: number, words: Uint32Array) {
    this.kind = kind;
    this.name = name;
    this.#at = at;
    this.#words = words;
  }

  get value(): U64 {
    return u64At(this.#words, this.#at);
  }

  static {
    showAs(Scalar.prototype, "Scalar", (scalar) => ({ ...scalar, value: scalar.value }));
  }

  toJSON(): U64Json {
    return u64ToJson(this.value);
  }
}

/** A copy of some values, which may be refreshed in place. */
export interface Values {
  readonly bytes: Buffer;
  readonly words: Uint32Array;
  epoch: number;
}

/** A value that reads from `copy` whenever it is asked, so a refreshed copy shows through. */
export function valueFor(entry: PlannedEntry, copy: Values): StatsValue {
  const { name } = entry;
  const { words } = copy;
  switch (entry.kind) {
    case "scalar":
      return new Scalar("scalar", name, entry.place.at, words);
    case "gauge":
      return new Scalar("gauge", name, entry.place.at, words);
    case "simple":
      return new SimpleCounters("simple", name, entry.rows, words);
    case "combined":
      return new CombinedCounters("combined", name, entry.rows, words);
    case "histogram":
      return new Histogram("histogram", name, entry.rows, words);
    case "simple-column":
      return new SimpleLink("simple-column", name, entry, entry.rows, words);
    case "combined-column":
      return new CombinedLink("combined-column", name, entry, entry.rows, words);
    case "names":
      return new Names(name, entry.rows, copy);
    case "ring": {
      const { entrySize, ringSize, threads, schemaSize, schemaVersion } = entry.ring;
      const facts = { entrySize, ringSize, threads, schemaSize, schemaVersion };
      return { kind: "ring", name, ...facts, toJSON: () => facts };
    }
    case "symlink":
      return { kind: "symlink", name, target: entry.target, column: entry.column, toJSON: () => null };
    case "unknown": {
      const raw = u64(Number(entry.raw & 0xffff_ffffn), Number(entry.raw >> 32n));
      return { kind: "unknown", name, type: entry.type, raw, toJSON: () => null };
    }
  }
}
