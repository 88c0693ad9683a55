import { VppStatsError } from "../errors/index.ts";
import {
  BASE_AT,
  DIRECTORY_AT,
  ENTRY_NAME,
  ENTRY_SIZE,
  ENTRY_VALUE,
  EPOCH_AT,
  KINDS,
  kindOf,
  NAME_SIZE,
  TYPE_EMPTY,
  TYPE_GAUGE,
  TYPE_SCALAR,
  TYPE_SYMLINK,
  VECTOR_HEADER,
} from "./layout.ts";
import type { SegmentMemory, Span } from "./memory.ts";
import { type VectorPlace, vectorAt } from "./pointer.ts";
import type { StatsEntry } from "./types.ts";

/** Rows compared at once when the directory is read again: only those that differ are taken apart. */
const CHUNK_ROWS = 32;
/** Changed rows remembered for those who keep something made of them. */
const JOURNAL_SIZE = 4096;
const ENTRY_WORDS: number = ENTRY_SIZE / 4;
const VALUE_WORD: number = ENTRY_VALUE / 4;

/** A stretch of the directory whose bytes only change with its structure: scalars' values are left out. */
export interface StableRange {
  readonly span: Span;
  /** Where the expected bytes are in `raw`. */
  readonly at: number;
}

/** A copy of the segment's directory, and what was made of it. Read within the epoch check (segment.ts). */
export class Directory {
  readonly #memory: SegmentMemory;
  /** The directory's rows as they lay in memory; may have room for more. */
  raw: Buffer = Buffer.alloc(0);
  count = 0;
  offset = 0;
  base = 0n;
  /** Grows with every row whose name, type or pointer changes. */
  version = 0;
  readonly #journal: number[] = [];
  readonly names: string[] = [];
  /** Made when a name is first looked for: listing needs none. */
  #byName: Map<string, number> | null = null;
  /** `raw` as words, which are the fastest to read before anything is compiled. */
  #words: Uint32Array = new Uint32Array(0);
  /** The header this copy was made under; null: read again. */
  #known: Uint32Array | null = null;
  #length: Span | null = null;
  readonly #lengthWord: Uint32Array = new Uint32Array(1);
  readonly #lengthBytes: Uint8Array = new Uint8Array(this.#lengthWord.buffer);
  #ranges: StableRange[] | null = null;
  readonly #scratch: Buffer = Buffer.alloc(CHUNK_ROWS * ENTRY_SIZE);

  constructor(memory: SegmentMemory) {
    this.#memory = memory;
  }

  /**
   * Makes the copy fit `header`. Symlinks may come without a new epoch (VPP vlib_stats_add_symlink takes no lock); `thorough`
   * compares every row too. @throws VppStatsError `invalid`
   */
  update(header: Uint32Array, thorough: boolean): void {
    if (this.#fits(header) && !(thorough && this.#changed())) return;
    const words = new BigUint64Array(header.buffer, header.byteOffset, 5);
    const pointer = words[DIRECTORY_AT / 2]!;
    this.base = words[BASE_AT / 2]!;
    const place = vectorAt(this.#memory, this.base, pointer, ENTRY_SIZE, 8, "directory");
    this.#load(place);
    this.#length = place === null ? null : this.#memory.span(place.offset - VECTOR_HEADER, 4);
    this.#known = header.slice();
  }

  /** The next `update` reads the rows again, whatever the epoch. */
  invalidate(): void {
    this.#known = null;
  }

  /** The rows that changed since the directory had that version; null when that is too long ago to say. */
  changesSince(version: number): readonly number[] | null {
    const start = this.#journal.length - (this.version - version);
    return start < 0 ? null : this.#journal.slice(start);
  }

  find(name: string): number | undefined {
    if (this.#byName === null) {
      this.#byName = new Map();
      for (const [row, known] of this.names.entries()) if (known !== "") this.#byName.set(known, row);
    }
    return this.#byName.get(name);
  }

  type(index: number): number {
    return this.#words[index * ENTRY_WORDS]!;
  }

  value(index: number): bigint {
    const at = index * ENTRY_WORDS + VALUE_WORD;
    return (BigInt(this.#words[at + 1]!) << 32n) | BigInt(this.#words[at]!);
  }

  /** A symlink's target row and column. */
  link(index: number): { readonly row: number; readonly column: number } {
    const at = index * ENTRY_WORDS + VALUE_WORD;
    return { row: this.#words[at]!, column: this.#words[at + 1]! };
  }

  /** Whether a row holds an entry, as against a free slot or one being written. */
  present(index: number): boolean {
    return this.names[index] !== "" && this.type(index) !== TYPE_EMPTY;
  }

  entry(index: number): StatsEntry {
    const type = this.type(index);
    const name = this.names[index]!;
    if (type !== TYPE_SYMLINK) return { name, kind: kindOf(type), type, index, link: null };
    const at = index * ENTRY_WORDS + VALUE_WORD;
    const row = this.#words[at]!;
    const target = row < this.count && this.present(row) ? this.names[row]! : null;
    return { name, kind: "symlink", type, index, link: { target, column: this.#words[at + 1]! } };
  }

  /** The entries whose names `takes` takes. One loop with few calls: the fastest before anything is compiled. */
  list(takes: (name: string) => boolean): StatsEntry[] {
    const { names, count } = this;
    const words = this.#words;
    const entries: StatsEntry[] = [];
    for (let index = 0, at = 0; index < count; index++, at += ENTRY_WORDS) {
      const name = names[index]!;
      const type = words[at]!;
      if (name === "" || type === TYPE_EMPTY || !takes(name)) continue;
      if (type === TYPE_SYMLINK) entries.push(this.entry(index));
      else entries.push({ name, kind: KINDS[type] ?? "unknown", type, index, link: null });
    }
    return entries;
  }

  /** What of the rows `first … last` must stay as it is for their copy to be true. */
  stableRanges(first: number, last: number): StableRange[] {
    const ranges: StableRange[] = [];
    let start = first * ENTRY_SIZE;
    const push = (end: number) => {
      if (end > start) ranges.push({ span: this.#memory.span(this.offset + start, end - start), at: start });
    };
    for (let i = first; i <= last; i++) {
      const type = this.type(i);
      if (type !== TYPE_SCALAR && type !== TYPE_GAUGE) continue;
      push(i * ENTRY_SIZE + ENTRY_VALUE);
      start = i * ENTRY_SIZE + ENTRY_NAME;
    }
    push((last + 1) * ENTRY_SIZE);
    return ranges;
  }

  #fits(header: Uint32Array): boolean {
    const known = this.#known;
    if (known === null) return false;
    for (let i = EPOCH_AT; i < 10; i++) if (known[i] !== header[i]) return false;
    if (this.#length === null) return true;
    this.#length.copyTo(this.#lengthBytes, 0);
    return this.#lengthWord[0] === this.count;
  }

  #changed(): boolean {
    this.#ranges ??= this.count === 0 ? [] : this.stableRanges(0, this.count - 1);
    for (const { span, at } of this.#ranges) if (!span.equals(this.raw, at)) return true;
    return false;
  }

  /** Brings `raw` up to date, touching only the rows that differ. */
  #load(place: VectorPlace | null): void {
    const { offset, length } = place ?? { offset: 0, length: 0 };
    const oldCount = this.count;
    if (offset === this.offset && length === oldCount && !this.#changed()) return;
    if (offset !== this.offset || length !== oldCount) this.#ranges = null;
    this.#reserve(length * ENTRY_SIZE);
    this.offset = offset;
    this.count = length;
    if (oldCount === 0 && length > 0) {
      this.#loadFirst(length);
      return;
    }
    for (let row = length; row < oldCount; row++) this.#setName(row, "");
    this.names.length = length;
    for (let first = 0; first < length; first += CHUNK_ROWS) {
      this.#loadChunk(first, Math.min(first + CHUNK_ROWS, length), oldCount);
    }
  }

  /** Where there was nothing, there is nothing to compare: all of it at once, which is faster before anything is compiled. */
  #loadFirst(length: number): void {
    const size = length * ENTRY_SIZE;
    this.#memory.span(this.offset, size).copyTo(this.raw, 0);
    const text = this.raw.toString("latin1", 0, size);
    this.#byName = null;
    const { names } = this;
    for (let row = 0, at = ENTRY_NAME; row < length; row++, at += ENTRY_SIZE) {
      const end = text.indexOf("\0", at);
      names[row] = text.slice(at, end === -1 || end > at + NAME_SIZE ? at + NAME_SIZE : end);
    }
    // The journal doesn't reach back: whoever has something of an earlier version makes it anew.
    this.version += length;
    this.#journal.length = 0;
  }

  #loadChunk(first: number, end: number, oldCount: number): void {
    const [from, to] = [first * ENTRY_SIZE, end * ENTRY_SIZE];
    const span = this.#memory.span(this.offset + from, to - from);
    if (end <= oldCount && span.equals(this.raw, from)) return;
    const fresh = this.#scratch;
    span.copyTo(fresh, 0);
    const text = fresh.toString("latin1", 0, to - from);
    for (let row = first; row < end; row++) {
      const [start, at] = [(row - first) * ENTRY_SIZE, row * ENTRY_SIZE];
      const known = row < oldCount;
      if (known && sameRow(this.raw, at, fresh, start)) continue;
      const renamed = !known || !sameBytes(this.raw, at + ENTRY_NAME, fresh, start + ENTRY_NAME, NAME_SIZE);
      fresh.copy(this.raw, at, start, start + ENTRY_SIZE);
      if (renamed) this.#setName(row, readName(text, start + ENTRY_NAME));
      this.#note(row);
    }
  }

  #reserve(bytes: number): void {
    if (bytes <= this.raw.length) return;
    const roomier = Buffer.alloc(Math.ceil((bytes * 5) / 4 / ENTRY_SIZE) * ENTRY_SIZE);
    this.raw.copy(roomier);
    this.raw = roomier;
    this.#words = new Uint32Array(roomier.buffer, roomier.byteOffset, roomier.length / 4);
  }

  #note(row: number): void {
    this.version++;
    this.#ranges = null;
    if (this.#journal.push(row) > JOURNAL_SIZE) this.#journal.splice(0, JOURNAL_SIZE / 2);
  }

  #setName(index: number, name: string): void {
    const old = this.names[index];
    this.names[index] = name;
    if (this.#byName === null) return;
    if (old !== undefined && this.#byName.get(old) === index) this.#byName.delete(old);
    if (name !== "") this.#byName.set(name, index);
  }
}

/** As far as the structure goes: a scalar's value doesn't count. */
function sameRow(old: Buffer, at: number, fresh: Buffer, start: number): boolean {
  const type = fresh.readUInt32LE(start);
  if (old.readUInt32LE(at) !== type) return false;
  const skip = type === TYPE_SCALAR || type === TYPE_GAUGE ? ENTRY_NAME : ENTRY_VALUE;
  return sameBytes(old, at + skip, fresh, start + skip, ENTRY_SIZE - skip);
}

function sameBytes(old: Buffer, at: number, fresh: Buffer, start: number, length: number): boolean {
  return old.compare(fresh, start, start + length, at, at + length) === 0;
}

/** @param text bytes as characters; slicing them is faster than decoding each name */
function readName(text: string, at: number): string {
  const end = text.indexOf("\0", at);
  return text.slice(at, end === -1 || end > at + NAME_SIZE ? at + NAME_SIZE : end);
}

/** @throws VppStatsError `not-found` */
export function notFound(name: string): VppStatsError {
  return new VppStatsError("not-found", `no stats entry ${JSON.stringify(name)}`, { entry: name });
}
