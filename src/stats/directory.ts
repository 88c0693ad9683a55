import { VppStatsError } from "../errors/index.ts";
import {
  BASE_AT,
  DIRECTORY_AT,
  ENTRY_NAME,
  ENTRY_SIZE,
  ENTRY_VALUE,
  EPOCH_AT,
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

/** A stretch of the directory whose bytes only change with its structure: scalars' values are left out. */
export interface StableRange {
  readonly span: Span;
  /** Where the expected bytes are in `raw`. */
  readonly at: number;
}

/** A copy of the segment's directory, and what was made of it. Read within the epoch check (segment.ts). */
export class Directory {
  readonly #memory: SegmentMemory;
  /** The directory's rows as they lay in memory. */
  raw: Buffer = Buffer.alloc(0);
  count = 0;
  offset = 0;
  base = 0n;
  /** Grows whenever a name, a type or a pointer changed. */
  version = 0;
  readonly names: string[] = [];
  readonly #byName: Map<string, number> = new Map();
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** The header this copy was made under; null: read again. */
  #known: Uint32Array | null = null;
  #length: Span | null = null;
  readonly #lengthWord: Uint32Array = new Uint32Array(1);
  readonly #lengthBytes: Uint8Array = new Uint8Array(this.#lengthWord.buffer);
  #ranges: StableRange[] | null = null;

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

  find(name: string): number | undefined {
    return this.#byName.get(name);
  }

  type(index: number): number {
    return this.#view.getUint32(index * ENTRY_SIZE, true);
  }

  value(index: number): bigint {
    return this.#view.getBigUint64(index * ENTRY_SIZE + ENTRY_VALUE, true);
  }

  /** A symlink's target row and column. */
  link(index: number): { readonly row: number; readonly column: number } {
    const at = index * ENTRY_SIZE + ENTRY_VALUE;
    return { row: this.#view.getUint32(at, true), column: this.#view.getUint32(at + 4, true) };
  }

  /** Whether a row holds an entry, as against a free slot or one being written. */
  present(index: number): boolean {
    return this.names[index] !== "" && this.type(index) !== TYPE_EMPTY;
  }

  entry(index: number): StatsEntry {
    const type = this.type(index);
    const name = this.names[index]!;
    if (type !== TYPE_SYMLINK) return { name, kind: kindOf(type), type, index, link: null };
    const { row, column } = this.link(index);
    const target = row < this.count && this.present(row) ? this.names[row]! : null;
    return { name, kind: "symlink", type, index, link: { target, column } };
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
    return this.#ranges.some((range) => !range.span.equals(this.raw, range.at));
  }

  #load(place: VectorPlace | null): void {
    const { offset, length } = place ?? { offset: 0, length: 0 };
    const bytes = this.#memory.copy(offset, length * ENTRY_SIZE);
    const fresh = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const old = this.raw;
    const moved = offset !== this.offset || length !== this.count;
    this.raw = fresh;
    this.offset = offset;
    this.count = length;
    this.#view = new DataView(fresh.buffer, fresh.byteOffset, fresh.length);
    if (this.#rename(old, fresh) || moved) {
      this.version++;
      this.#ranges = null;
    }
  }

  /** Takes over the names of rows that differ; says whether anything but a scalar's value did. */
  #rename(old: Buffer, fresh: Buffer): boolean {
    const oldCount = old.length / ENTRY_SIZE;
    let changed = false;
    for (let first = 0; first < this.count; first += CHUNK_ROWS) {
      const end = Math.min(first + CHUNK_ROWS, this.count);
      const [from, to] = [first * ENTRY_SIZE, end * ENTRY_SIZE];
      if (to <= old.length && old.compare(fresh, from, to, from, to) === 0) continue;
      for (let i = first; i < end; i++) {
        const row = i * ENTRY_SIZE;
        const name = row + ENTRY_NAME;
        if (i < oldCount && sameRow(old, fresh, row, this.type(i))) continue;
        changed = true;
        if (i < oldCount && old.compare(fresh, name, row + ENTRY_SIZE, name, row + ENTRY_SIZE) === 0)
          continue;
        this.#setName(i, readName(fresh, name));
      }
    }
    for (let i = oldCount - 1; i >= this.count; i--) this.#setName(i, "");
    this.names.length = this.count;
    return changed;
  }

  #setName(index: number, name: string): void {
    const old = this.names[index];
    if (old !== undefined && this.#byName.get(old) === index) this.#byName.delete(old);
    this.names[index] = name;
    if (name !== "") this.#byName.set(name, index);
  }
}

/** As far as the structure goes: a scalar's value doesn't count. */
function sameRow(old: Buffer, fresh: Buffer, row: number, type: number): boolean {
  const scalar = type === TYPE_SCALAR || type === TYPE_GAUGE;
  const skip = scalar ? ENTRY_NAME : 4;
  return (
    old.readUInt32LE(row) === type &&
    old.compare(fresh, row + skip, row + ENTRY_SIZE, row + skip, row + ENTRY_SIZE) === 0
  );
}

function readName(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString("latin1", at, end === -1 || end > at + NAME_SIZE ? at + NAME_SIZE : end);
}

/** @throws VppStatsError `not-found` */
export function notFound(name: string): VppStatsError {
  return new VppStatsError("not-found", `no stats entry ${JSON.stringify(name)}`, { entry: name });
}
