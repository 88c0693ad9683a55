import { VppStatsError } from "../errors/index.ts";
import { CopyPlan, type Piece } from "./copy-plan.ts";
import type { Directory, StableRange } from "./directory.ts";
import {
  ENTRY_SIZE,
  ENTRY_VALUE,
  MAX_NAME,
  MAX_ROWS,
  MAX_THREADS,
  TYPE_COMBINED,
  TYPE_GAUGE,
  TYPE_HISTOGRAM,
  TYPE_NAMES,
  TYPE_RING,
  TYPE_SCALAR,
  TYPE_SIMPLE,
  TYPE_SYMLINK,
  VECTOR_HEADER,
} from "./layout.ts";
import type { SegmentMemory } from "./memory.ts";
import { vectorAt } from "./pointer.ts";
import { RING_HEADER, type RingPlace, ringAt } from "./ring-layout.ts";

/** A thread's counters in the copy. */
export interface Row {
  /** First element, in u32 units; set once the copy is laid out. */
  at: number;
  /** Elements. */
  readonly length: number;
}

/** An entry whose place in the copy is known. */
export type PlannedEntry =
  | { readonly kind: "scalar" | "gauge"; readonly name: string; readonly place: Row }
  | {
      readonly kind: "simple" | "combined" | "histogram";
      readonly name: string;
      readonly rows: readonly Row[];
    }
  | {
      readonly kind: "simple-column" | "combined-column";
      readonly name: string;
      readonly rows: readonly Row[];
      readonly target: string;
      readonly column: number;
    }
  | { readonly kind: "names"; readonly name: string; readonly rows: readonly (Row | null)[] }
  | { readonly kind: "ring"; readonly name: string; readonly ring: RingPlace }
  | {
      readonly kind: "symlink";
      readonly name: string;
      readonly target: string | null;
      readonly column: number;
    }
  | { readonly kind: "unknown"; readonly name: string; readonly type: number; readonly raw: bigint };

/** Bytes that must be as they were when the plan was made. */
interface Fixed {
  readonly piece: Piece;
  readonly expected: Uint8Array;
  /** A word that may differ. */
  readonly ignore: number;
}

/** The second word of a vector's header: flags and spare room. */
const HEADER_FLAGS = 1;

interface Placed {
  readonly piece: Piece;
  readonly skip: number;
  readonly row: Row;
}

/**
 * Where the values of some entries are, and what must hold for that to stay true: made once for an epoch, copied from many
 * times. Built within the epoch check. @throws VppStatsError `invalid`
 */
export class Plan {
  readonly entries: PlannedEntry[] = [];
  readonly #memory: SegmentMemory;
  readonly #directory: Directory;
  readonly #copy: CopyPlan = new CopyPlan();
  readonly #placed: Placed[] = [];
  readonly #counters: Map<number, readonly Row[]> = new Map();
  readonly #fixed: Fixed[] = [];
  readonly #inners: { readonly piece: Piece; readonly length: number }[] = [];
  readonly #stable: StableRange[] = [];
  readonly #checks: { readonly at: number; readonly value: number }[] = [];
  readonly #used: Set<number> = new Set();
  #byName: Map<string, number> | null = null;
  #rows = 0;
  #broken = false;

  constructor(memory: SegmentMemory, directory: Directory, indices: readonly number[]) {
    this.#memory = memory;
    this.#directory = directory;
    for (const index of indices) {
      if (!directory.present(index)) continue;
      this.#used.add(index);
      this.entries.push(this.#plan(index));
    }
    this.#copy.finish(memory);
    for (const { piece, skip, row } of this.#placed) row.at = (piece.at + skip) / 4;
    this.#expect();
    this.#watchRows([...this.#used].sort((a, b) => a - b));
  }

  /** Bytes that `copy` fills. */
  get size(): number {
    return this.#copy.size;
  }

  /** Position in `entries`. */
  find(name: string): number | undefined {
    this.#byName ??= new Map(this.entries.map((entry, i) => [entry.name, i]));
    return this.#byName.get(name);
  }

  /** Whether a row of the directory is part of it, also as a symlink's target. */
  uses(row: number): boolean {
    return this.#used.has(row);
  }

  /** Whether a copy has found the structure to be another. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Copies all values; false when the structure is no longer what was planned for. */
  copy(bytes: Uint8Array, words: Uint32Array): boolean {
    this.#copy.copy(bytes);
    this.#broken = !this.#holds(words);
    return !this.#broken;
  }

  #holds(words: Uint32Array): boolean {
    for (const { at, value } of this.#checks) if (words[at] !== value) return false;
    const { raw } = this.#directory;
    for (const { span, at } of this.#stable) if (!span.equals(raw, at)) return false;
    return true;
  }

  #plan(index: number): PlannedEntry {
    const directory = this.#directory;
    const name = directory.names[index]!;
    const type = directory.type(index);
    switch (type) {
      case TYPE_SCALAR:
      case TYPE_GAUGE:
        return { kind: type === TYPE_SCALAR ? "scalar" : "gauge", name, place: this.#scalar(index) };
      case TYPE_SIMPLE:
        return { kind: "simple", name, rows: this.#vector(index, 8) };
      case TYPE_HISTOGRAM:
        return { kind: "histogram", name, rows: this.#vector(index, 8) };
      case TYPE_COMBINED:
        return { kind: "combined", name, rows: this.#vector(index, 16) };
      case TYPE_NAMES:
        return { kind: "names", name, rows: this.#names(index, name) };
      case TYPE_RING:
        return this.#ring(index, name);
      case TYPE_SYMLINK:
        return this.#symlink(index, name);
      default:
        return { kind: "unknown", name, type, raw: directory.value(index) };
    }
  }

  #scalar(index: number): Row {
    const row = { at: 0, length: 1 };
    const offset = this.#directory.offset + index * ENTRY_SIZE + ENTRY_VALUE;
    this.#placed.push({ piece: this.#copy.add(offset, 8), skip: 0, row });
    return row;
  }

  /** A vector of pointers to byte vectors, NUL at their end. */
  #names(index: number, what: string): (Row | null)[] {
    const rows: (Row | null)[] = [];
    for (const pointer of this.#pointers(index, what)) {
      const row = pointer === 0n ? null : this.#row(pointer, 1, what);
      if (row !== null && row.length > MAX_NAME) {
        throw new VppStatsError("invalid", `${what}: a name of ${row.length} bytes`, { entry: what });
      }
      rows.push(row);
    }
    return rows;
  }

  /** A vector of pointers, which `copy` will see to be the same. */
  #pointers(index: number, what: string): bigint[] {
    const memory = this.#memory;
    const outer = vectorAt(memory, this.#directory.base, this.#directory.value(index), 8, 8, what);
    if (outer === null) return [];
    this.#count(outer.length, what);
    const start = outer.offset - VECTOR_HEADER;
    const expected = memory.copy(start, VECTOR_HEADER + outer.length * 8);
    this.#fixed.push({ piece: this.#copy.add(start, expected.length), expected, ignore: HEADER_FLAGS });
    const view = new DataView(expected.buffer);
    return Array.from({ length: outer.length }, (_, i) => view.getBigUint64(VECTOR_HEADER + i * 8, true));
  }

  #count(rows: number, what: string): void {
    this.#rows += rows;
    if (this.#rows > MAX_ROWS) {
      throw new VppStatsError("invalid", `${what}: more rows than the segment can hold`, { entry: what });
    }
  }

  #ring(index: number, name: string): PlannedEntry {
    const directory = this.#directory;
    const pointer = directory.value(index);
    // Between an entry's making and its ring's (VPP vlib_stats_add_ring_buffer) there is no pointer yet.
    if (pointer === 0n) return { kind: "unknown", name, type: TYPE_RING, raw: 0n };
    const ring = ringAt(this.#memory, directory.base, pointer, name);
    const expected = this.#memory.copy(ring.offset, RING_HEADER);
    this.#fixed.push({ piece: this.#copy.add(ring.offset, RING_HEADER), expected, ignore: -1 });
    return { kind: "ring", name, ring };
  }

  #symlink(index: number, name: string): PlannedEntry {
    const directory = this.#directory;
    const { row, column } = directory.link(index);
    if (row >= directory.count || !directory.present(row))
      return { kind: "symlink", name, target: null, column };
    const target = directory.names[row]!;
    const type = directory.type(row);
    // VPP links to counters only; following links to links could go round for ever.
    if (type !== TYPE_SIMPLE && type !== TYPE_COMBINED) return { kind: "symlink", name, target, column };
    this.#used.add(row);
    const rows = this.#vector(row, type === TYPE_SIMPLE ? 8 : 16);
    if (!rows.some((r) => r.length > column)) return { kind: "symlink", name, target, column };
    return { kind: type === TYPE_SIMPLE ? "simple-column" : "combined-column", name, rows, target, column };
  }

  /** A row of counters for every thread. */
  #vector(index: number, elementSize: number): readonly Row[] {
    const known = this.#counters.get(index);
    if (known !== undefined) return known;
    const what = this.#directory.names[index]!;
    const pointers = this.#pointers(index, what);
    if (pointers.length > MAX_THREADS) {
      throw new VppStatsError("invalid", `${what}: ${pointers.length} threads`, { entry: what });
    }
    const rows = pointers.map((pointer) => this.#row(pointer, elementSize, what));
    this.#counters.set(index, rows);
    return rows;
  }

  #row(pointer: bigint, elementSize: number, what: string): Row {
    const inner = vectorAt(this.#memory, this.#directory.base, pointer, elementSize, 8, what);
    if (inner === null) return { at: 0, length: 0 };
    const row = { at: 0, length: inner.length };
    const piece = this.#copy.add(inner.offset - VECTOR_HEADER, VECTOR_HEADER + inner.length * elementSize);
    this.#inners.push({ piece, length: inner.length });
    this.#placed.push({ piece, skip: VECTOR_HEADER, row });
    return row;
  }

  /** Lengths and thread pointers, which VPP may change within an epoch (vlib_stats_validate grows in place). */
  #expect(): void {
    for (const { piece, length } of this.#inners) this.#checks.push({ at: piece.at / 4, value: length });
    for (const { piece, expected, ignore } of this.#fixed) {
      const words = new Uint32Array(expected.buffer, 0, expected.length >> 2);
      words.forEach((value, i) => {
        if (i !== ignore) this.#checks.push({ at: piece.at / 4 + i, value });
      });
    }
  }

  #watchRows(rows: readonly number[]): void {
    for (let i = 0; i < rows.length; ) {
      let end = i;
      while (rows[end + 1] === rows[end]! + 1) end++;
      this.#stable.push(...this.#directory.stableRanges(rows[i]!, rows[end]!));
      i = end + 1;
    }
  }
}
