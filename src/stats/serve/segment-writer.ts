import {
  BASE_AT,
  DIRECTORY_AT,
  ENTRY_NAME,
  ENTRY_SIZE,
  ENTRY_VALUE,
  EPOCH_AT,
  IN_PROGRESS_AT,
  NAME_SIZE,
  TYPE_COMBINED,
  TYPE_EMPTY,
  TYPE_GAUGE,
  TYPE_HISTOGRAM,
  TYPE_NAMES,
  TYPE_RING,
  TYPE_SCALAR,
  TYPE_SIMPLE,
  TYPE_SYMLINK,
  VERSION,
  VERSION_AT,
} from "../layout.ts";
import type { U64 } from "../types.ts";
import { type RingConfig, RingWriter } from "./ring-writer.ts";
import { VectorMemory } from "./vectors.ts";

/** Somewhere that no pointer of ours could be taken for. */
const DEFAULT_BASE = 0x7f00_0000_0000n;
const FIRST_CAPACITY = 64;
/** Of the inner vectors of types that have some. */
const ELEMENT_SIZE: ReadonlyMap<number, number> = new Map([
  [TYPE_SIMPLE, 8],
  [TYPE_COMBINED, 16],
  [TYPE_HISTOGRAM, 8],
  [TYPE_NAMES, 1],
]);

/**
 * A stats segment of our own, laid out as VPP's (version 2): what the simulator serves, and tests read. Structural changes
 * bump the epoch as VPP does; counters change in place.
 */
export class SegmentWriter {
  readonly memory: VectorMemory;
  readonly #index: Map<string, number> = new Map();
  readonly #free: number[] = [];
  #directory: number;
  #capacity = FIRST_CAPACITY;
  #count = 0;
  #depth = 0;

  /** @param buffer the segment's memory, zeroed: 32 MiB with VPP */
  constructor(buffer: ArrayBuffer, base: bigint = DEFAULT_BASE) {
    this.memory = new VectorMemory(buffer, base);
    this.#directory = this.memory.vector(FIRST_CAPACITY, ENTRY_SIZE);
    this.memory.setLength(this.#directory, 0);
    this.#setHeader(VERSION_AT, VERSION);
    this.#setHeader(BASE_AT, base);
    this.#setHeader(EPOCH_AT, 1);
    this.memory.setPointer(DIRECTORY_AT * 4, this.#directory);
  }

  get epoch(): number {
    return Number(this.memory.getU64(EPOCH_AT * 4));
  }

  /** A copy of the segment as it is now. */
  toBytes(): Uint8Array {
    return Uint8Array.from(this.memory.bytes);
  }

  /** Runs a structural change as VPP does: in_progress, the change, a new epoch. May be nested. */
  change<T>(body: () => T): T {
    this.#setHeader(IN_PROGRESS_AT, 1);
    this.#depth++;
    try {
      return body();
    } finally {
      if (--this.#depth === 0) {
        this.#setHeader(EPOCH_AT, this.epoch + 1);
        this.#setHeader(IN_PROGRESS_AT, 0);
      }
    }
  }

  /** Any type, any value: for the strange ones. */
  entry(type: number, name: string, value: U64): void {
    this.change(() => this.#add(type, name, value));
  }

  /** Adds it, or sets its value without a new epoch. */
  scalar(name: string, value: U64): void {
    this.#number(TYPE_SCALAR, name, value);
  }

  gauge(name: string, value: U64): void {
    this.#number(TYPE_GAUGE, name, value);
  }

  /** Adds or replaces: `[thread][index]`. */
  simple(name: string, rows: readonly (readonly U64[])[]): void {
    this.#counters(TYPE_SIMPLE, name, rows, 1);
  }

  /** Adds or replaces: `[thread][index][packets, bytes]`. */
  combined(name: string, rows: readonly (readonly (readonly [U64, U64])[])[]): void {
    const flat = rows.map((row) => row.flat());
    this.#counters(TYPE_COMBINED, name, flat, 2);
  }

  /** Adds or replaces: `[thread][min_exp, count, …]`. */
  histogram(name: string, rows: readonly (readonly U64[])[]): void {
    this.#counters(TYPE_HISTOGRAM, name, rows, 1);
  }

  /** Adds or replaces; null is a hole. */
  names(name: string, values: readonly (string | null)[]): void {
    this.change(() => {
      const outer = this.memory.vector(values.length, 8);
      values.forEach((text, i) => {
        if (text !== null) this.memory.setPointer(outer + i * 8, this.#string(text));
      });
      this.#replace(TYPE_NAMES, name, outer);
    });
  }

  /** @throws RangeError when there is no such target */
  symlink(name: string, target: string, column: number): void {
    const row = this.#row(target);
    this.change(() => this.#add(TYPE_SYMLINK, name, BigInt(row) | (BigInt(column) << 32n)));
  }

  ring(name: string, config: RingConfig): RingWriter {
    return this.change(() => {
      const ring = new RingWriter(this.memory, config);
      this.#replace(TYPE_RING, name, ring.offset);
      return ring;
    });
  }

  /** Sets one counter in place, as a packet does: no new epoch. For combined ones `values` is packets, bytes. */
  count(name: string, thread: number, index: number, ...values: U64[]): void {
    const at = this.#counter(name, thread, index, values.length);
    values.forEach((value, i) => {
      this.memory.setU64(at + i * 8, value);
    });
  }

  /** Adds to one counter in place. For combined ones `values` is packets, bytes. */
  add(name: string, thread: number, index: number, ...values: U64[]): void {
    const at = this.#counter(name, thread, index, values.length);
    values.forEach((value, i) => {
      this.memory.setU64(at + i * 8, this.memory.getU64(at + i * 8) + BigInt(value));
    });
  }

  /** Gives every thread's counters this many columns at least, the new ones zero. */
  widen(name: string, columns: number): void {
    const row = this.#row(name);
    const outer = this.memory.getPointer(this.#value(row));
    const size = ELEMENT_SIZE.get(this.memory.view.getUint32(this.#at(row), true)) ?? 8;
    for (let thread = 0; thread < this.memory.length(outer); thread++) {
      this.#lengthen(outer + thread * 8, columns, size);
    }
  }

  /** Sets one of the names; those before it that aren't there are holes. */
  setName(name: string, index: number, text: string): void {
    const at = this.#value(this.#row(name));
    this.change(() => {
      this.#lengthen(at, index + 1, 8);
      const pointer = this.memory.getPointer(at) + index * 8;
      const old = this.memory.getPointer(pointer);
      if (old !== 0) this.memory.freeVector(old, this.memory.length(old), 1);
      this.memory.setPointer(pointer, this.#string(text));
    });
  }

  /** Puts a longer vector in the place of one, where `at` points to it. */
  #lengthen(at: number, length: number, size: number): void {
    const old = this.memory.getPointer(at);
    const before = this.memory.length(old);
    if (length <= before) return;
    this.change(() => {
      const longer = this.memory.vector(length, size);
      this.memory.bytes.copyWithin(longer, old, old + before * size);
      this.memory.setPointer(at, longer);
      this.memory.freeVector(old, before, size);
    });
  }

  #counter(name: string, thread: number, index: number, words: number): number {
    const outer = this.memory.getPointer(this.#value(this.#row(name)));
    return this.memory.getPointer(outer + thread * 8) + index * words * 8;
  }

  /** Frees the entry's row; its name is gone, others may take the place. */
  remove(name: string): void {
    const row = this.#row(name);
    this.change(() => {
      this.#freeVectors(row);
      this.memory.bytes.fill(0, this.#at(row), this.#at(row) + ENTRY_SIZE);
      this.memory.view.setUint32(this.#at(row), TYPE_EMPTY, true);
      this.#index.delete(name);
      this.#free.push(row);
    });
  }

  has(name: string): boolean {
    return this.#index.has(name);
  }

  #number(type: number, name: string, value: U64): void {
    const row = this.#index.get(name);
    if (row === undefined) this.change(() => this.#add(type, name, value));
    else this.memory.setU64(this.#value(row), value);
  }

  #counters(type: number, name: string, rows: readonly (readonly U64[])[], words: number): void {
    this.change(() => {
      const outer = this.memory.vector(rows.length, 8);
      rows.forEach((row, thread) => {
        const inner = this.memory.vector(row.length / words, 8 * words);
        this.memory.setPointer(outer + thread * 8, inner);
        row.forEach((value, i) => {
          this.memory.setU64(inner + i * 8, value);
        });
      });
      this.#replace(type, name, outer);
    });
  }

  #replace(type: number, name: string, offset: number): void {
    const row = this.#index.get(name);
    if (row !== undefined) this.#freeVectors(row);
    const at = row ?? this.#add(type, name, 0);
    this.memory.setPointer(this.#value(at), offset);
  }

  #freeVectors(row: number): void {
    const size = ELEMENT_SIZE.get(this.memory.view.getUint32(this.#at(row), true));
    const outer = this.memory.getPointer(this.#value(row));
    if (size === undefined || outer === 0) return;
    const length = this.memory.length(outer);
    for (let i = 0; i < length; i++) {
      const inner = this.memory.getPointer(outer + i * 8);
      if (inner !== 0) this.memory.freeVector(inner, this.memory.length(inner), size);
    }
    this.memory.freeVector(outer, length, 8);
  }

  #add(type: number, name: string, value: U64): number {
    const bytes = Buffer.from(name, "latin1");
    if (bytes.length >= NAME_SIZE) throw new RangeError(`entry name of ${bytes.length} bytes, 127 possible`);
    const row = this.#free.pop() ?? this.#append();
    const at = this.#at(row);
    this.memory.view.setUint32(at, type, true);
    this.memory.setU64(at + ENTRY_VALUE, value);
    bytes.copy(this.memory.bytes, at + ENTRY_NAME);
    this.#index.set(name, row);
    return row;
  }

  #append(): number {
    if (this.#count === this.#capacity) {
      const old = this.#directory;
      this.#directory = this.memory.vector(this.#capacity * 2, ENTRY_SIZE);
      this.memory.bytes.copyWithin(this.#directory, old, old + this.#count * ENTRY_SIZE);
      this.memory.freeVector(old, this.#capacity, ENTRY_SIZE);
      this.#capacity *= 2;
    }
    this.memory.setLength(this.#directory, ++this.#count);
    this.memory.setPointer(DIRECTORY_AT * 4, this.#directory);
    return this.#count - 1;
  }

  #string(text: string): number {
    const bytes = Buffer.from(`${text}\0`, "utf8");
    const offset = this.memory.vector(bytes.length, 1);
    bytes.copy(this.memory.bytes, offset);
    return offset;
  }

  #row(name: string): number {
    const row = this.#index.get(name);
    if (row === undefined) throw new RangeError(`no entry ${name}`);
    return row;
  }

  #at(row: number): number {
    return this.#directory + row * ENTRY_SIZE;
  }

  #value(row: number): number {
    return this.#at(row) + ENTRY_VALUE;
  }

  #setHeader(at: number, value: U64): void {
    this.memory.setU64(at * 4, value);
  }
}
