import { setTimeout as sleep } from "node:timers/promises";
import { VppStatsError } from "../errors/index.ts";
import { notFound } from "./directory.ts";
import { TYPE_RING } from "./layout.ts";
import { METADATA_SIZE, METADATA_STRIDE, type RingPlace, ringAt } from "./ring-layout.ts";
import { type Segment, STALE } from "./segment.ts";

export interface RingRead {
  /** Oldest first; copies. */
  readonly entries: Uint8Array[];
  /** Entries that were overwritten before they were read. */
  readonly lost: number;
}

export interface RingSchema {
  readonly version: number;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8 (VPP's schemas are CDDL text). */
  readonly text: string;
}

export interface RingPollOptions {
  /** 0 unless told. */
  readonly thread?: number | undefined;
  /** Milliseconds between two looks. 10 unless told. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Metadata {
  readonly sequence: number;
  readonly schemaVersion: number;
  readonly schemaOffset: number;
  readonly schemaSize: number;
}

/**
 * Reads a ring buffer, where a reader keeps its own place and the writer never waits (VPP vlib/stats/stats.c,
 * vlib_stats_ring_produce): a reader that is slower than a whole ring loses the oldest entries.
 */
export class RingReader {
  readonly name: string;
  readonly #current: () => Segment;
  /** Entries read of each thread's ring so far, by the writer's count. */
  readonly #next: Map<number, number> = new Map();
  #segment: Segment | null = null;

  constructor(current: () => Segment, name: string) {
    this.#current = current;
    this.name = name;
    this.#within((segment) => this.#place(segment));
  }

  /** What came since the last read, at first all that is there. @throws VppStatsError, `not-found` for a thread there isn't */
  read(thread = 0): RingRead {
    const { sequence, start, entries } = this.#within((segment) => {
      const place = this.#checked(segment, thread);
      const before = metadataOf(segment, place, thread);
      // A smaller sequence than before: the writer started over.
      const next = this.#next.get(thread) ?? 0;
      const start = next > before.sequence ? 0 : next;
      const oldest = Math.max(start, before.sequence - place.ringSize);
      const slots = copySlots(segment, place, thread, oldest, before.sequence);
      const after = metadataOf(segment, place, thread);
      if (after.sequence < before.sequence) return STALE;
      const torn = overwritten(segment, place, thread, oldest, slots, after.sequence);
      return { sequence: before.sequence, start, entries: slots.slice(torn) };
    });
    const first = !this.#next.has(thread);
    this.#next.set(thread, sequence);
    return { entries, lost: first ? 0 : sequence - start - entries.length };
  }

  /** Waits for entries, for ever unless a signal ends it. Throws the signal's reason, VppStatsError. */
  async *poll(options: RingPollOptions = {}): AsyncGenerator<RingRead, void, undefined> {
    const { thread = 0, interval = 10, signal } = options;
    for (;;) {
      signal?.throwIfAborted();
      const read = this.read(thread);
      if (read.entries.length > 0 || read.lost > 0) yield read;
      else await sleep(interval, undefined, { signal });
    }
  }

  /** What the entries look like, where the writer said so. */
  schema(thread = 0): RingSchema | null {
    return this.#within((segment) => {
      const place = this.#checked(segment, thread);
      const { schemaOffset, schemaSize, schemaVersion } = metadataOf(segment, place, thread);
      if (schemaSize === 0) return null;
      const bytes = segment.memory.copy(place.offset + schemaOffset, schemaSize);
      return { version: schemaVersion, bytes, text: Buffer.from(bytes).toString("utf8") };
    });
  }

  #within<T>(body: (segment: Segment) => T | typeof STALE): T {
    const segment = this.#current();
    if (segment !== this.#segment) this.#next.clear();
    this.#segment = segment;
    return segment.read(Number.POSITIVE_INFINITY, () => body(segment));
  }

  #checked(segment: Segment, thread: number): RingPlace {
    const place = this.#place(segment);
    if (Number.isInteger(thread) && thread >= 0 && thread < place.threads) return place;
    throw new VppStatsError("not-found", `${this.name}: no thread ${thread}, the ring has ${place.threads}`, {
      entry: this.name,
    });
  }

  #place(segment: Segment): RingPlace {
    const { directory, memory } = segment;
    const index = directory.find(this.name);
    if (index === undefined) throw notFound(this.name);
    if (directory.type(index) !== TYPE_RING) {
      const text = `stats entry ${this.name} is ${directory.entry(index).kind}, not a ring buffer`;
      throw new VppStatsError("kind", text, { entry: this.name });
    }
    return ringAt(memory, directory.base, directory.value(index), this.name);
  }
}

function metadataOf(segment: Segment, place: RingPlace, thread: number): Metadata {
  const bytes = segment.memory.copy(place.metadata + thread * METADATA_STRIDE, METADATA_SIZE);
  const view = new DataView(bytes.buffer);
  const sequence = Number(view.getBigUint64(8, true));
  const head = view.getUint32(0, true);
  // head is moved just before sequence.
  const expected = sequence % place.ringSize;
  if (!Number.isSafeInteger(sequence) || (head !== expected && head !== (expected + 1) % place.ringSize)) {
    throw new VppStatsError("invalid", `ring buffer: head ${head}, sequence ${sequence}`, {
      offset: place.metadata,
    });
  }
  return {
    sequence,
    schemaVersion: view.getUint32(4, true),
    schemaOffset: view.getUint32(16, true),
    schemaSize: view.getUint32(20, true),
  };
}

/** Entries `from … to − 1`. Number n is in slot n mod size: head and sequence grow together from 0. */
function copySlots(
  segment: Segment,
  place: RingPlace,
  thread: number,
  from: number,
  to: number,
): Uint8Array[] {
  const { ringSize, entrySize } = place;
  const slots: Uint8Array[] = [];
  for (let n = from; n < to; ) {
    const slot = n % ringSize;
    const count = Math.min(to - n, ringSize - slot);
    const at = place.data + (thread * ringSize + slot) * entrySize;
    const bytes = segment.memory.copy(at, count * entrySize);
    for (let i = 0; i < count; i++) slots.push(bytes.subarray(i * entrySize, (i + 1) * entrySize));
    n += count;
  }
  return slots;
}

/**
 * How many of the copied entries may have been overwritten meanwhile. The writer may be filling the slot after the last,
 * which is the oldest entry's: that one counts if its slot still holds the same.
 */
function overwritten(
  segment: Segment,
  place: RingPlace,
  thread: number,
  oldest: number,
  slots: readonly Uint8Array[],
  sequence: number,
): number {
  const atRisk = sequence - place.ringSize - oldest;
  const slot = slots[atRisk];
  if (slot === undefined) return Math.max(0, Math.min(atRisk, slots.length));
  const [again] = copySlots(segment, place, thread, oldest + atRisk, oldest + atRisk + 1);
  return Buffer.compare(again!, slot) === 0 ? atRisk : atRisk + 1;
}
