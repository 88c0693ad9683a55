import { Source, type Writer } from "../codec/bytes.ts";
import { VppConnectionError } from "../errors/index.ts";

/** u64 queue pointer (ours 0, VPP's is of no use to us), u32 payload length, u32 gc mark. */
export const HEADER = 16;
export const LENGTH_AT = 8;
/** A frame that grows over many chunks is set aside in steps, whatever length it claims. */
const FIRST_STEP = 1 << 20;

/** Makes room for a header at the writer's end and steps over it; returns where the frame begins. */
export function beginFrame(w: Writer): number {
  const start = w.reserve(HEADER);
  w.pos = start + HEADER;
  return start;
}

/** Writes the length of the frame that began at `start`. */
export function endFrame(w: Writer, start: number): void {
  w.view.setUint32(start + LENGTH_AT, w.pos - start - HEADER);
}

/** Where the frame ends that begins at `start`. */
export function frameEnd(view: DataView, start: number): number {
  return start + HEADER + view.getUint32(start + LENGTH_AT);
}

const UNREAD = "bytes came before the last ones were read: something runs the event loop from within";

/** What takes frames: `source.start` to `source.end` is the payload, there only for the time of the call. */
export interface FrameSink {
  frame(source: Source): void;
  /** True once nothing more is to be delivered. */
  readonly ended: boolean;
  /** Hears of frames beyond the limit, or too short for an id, which are then left out instead of refused. */
  skipped?(size: number): void;
}

/** A frame that has begun and isn't whole. */
export interface Unfinished {
  /** Bytes of its payload; null while its header isn't whole either. */
  readonly size: number | null;
  /** What there is of its payload. */
  readonly head: Source;
}

/**
 * Cuts a stream of bytes into frames. Frames that lie whole in a chunk are read where they are; one that
 * spans chunks is joined, once.
 */
export class FrameReader {
  /** Bytes of one payload at most. */
  max: number;
  /** The beginning of a frame whose end has not come. */
  #partial: Buffer = Buffer.alloc(0);
  #have = 0;
  /** Of the buffer that was read last. */
  #source: Source | null = null;
  /** Of the buffer in which the rest of a chunk is kept. */
  #aside: Source | null = null;
  #reading = false;
  /** What is still to come of a frame that is left out. */
  #skip = 0;
  /** What {@link begin} was given, and how much of it has been read. */
  #chunk: Buffer = this.#partial;
  #length = 0;
  #pos = 0;
  #now = 0;
  #since = 0;

  constructor(max: number) {
    this.max = max;
  }

  /** True between frames. */
  get idle(): boolean {
    return this.#have === 0 && this.#skip === 0;
  }

  /** How long ago the frame began that isn't whole, by the times that {@link begin} was told; 0 if there is none. */
  age(now: number): number {
    return this.#have === 0 ? 0 : now - this.#since;
  }

  get unfinished(): Unfinished | null {
    if (this.#have === 0) return null;
    const size = this.#have < HEADER ? null : this.#partial.readUInt32BE(LENGTH_AT);
    const head = new Source(this.#partial, Math.min(HEADER, this.#have), this.#have);
    return { size, head };
  }

  /**
   * Reads the first `length` bytes of `chunk`, which came at `now`. What is read into the same buffer again and again is
   * best given as that: a view of it is made once.
   *
   * @throws VppConnectionError for a length beyond the limit, or too short for a message id, unless the sink
   * takes note of such frames.
   */
  read(chunk: Buffer, sink: FrameSink, length: number = chunk.length, now = 0): void {
    this.begin(chunk, length, now);
    this.go(sink, Number.POSITIVE_INFINITY);
  }

  /**
   * As {@link read}, for {@link go} to deliver piece by piece. @throws where the last chunk hasn't been read whole, or is
   * being read.
   */
  begin(chunk: Buffer, length: number, now = 0): void {
    if (this.#reading || this.#pos < this.#length) throw new VppConnectionError("protocol", UNREAD);
    this.#now = now;
    this.#chunk = chunk;
    this.#length = length;
    this.#pos = 0;
  }

  /** Delivers `most` frames of the chunk. True while there are more. @throws as {@link read}. */
  go(sink: FrameSink, most: number): boolean {
    if (this.#pos === this.#length) return false;
    this.#reading = true;
    try {
      return this.#go(sink, most);
    } finally {
      this.#reading = false;
    }
  }

  /** Keeps what hasn't been delivered of the chunk: its buffer may be read into again. */
  setAside(): void {
    const rest = this.#length - this.#pos;
    if (rest === 0 || this.#chunk === this.#aside?.bytes) return;
    let aside = this.#aside;
    if (aside === null || aside.bytes.length < rest) {
      aside = new Source(Buffer.allocUnsafeSlow(Math.max(rest, this.#chunk.length)));
      this.#aside = aside;
    }
    this.#chunk.copy(aside.bytes, 0, this.#pos, this.#length);
    this.#chunk = aside.bytes;
    this.#length = rest;
    this.#pos = 0;
  }

  #go(sink: FrameSink, most: number): boolean {
    const chunk = this.#chunk;
    const length = this.#length;
    let pos = this.#pos;
    // Whatever ends the reading but `most` ends it for good.
    this.#pos = length;
    if (this.#have > 0) pos = this.#join(chunk, length, sink);
    if (this.#skip > 0) pos = this.#pass(length, pos);
    if (pos === length) return false;
    const source = this.#sourceOf(chunk);
    const { view } = source;
    let left = most;
    while (length - pos >= HEADER && !sink.ended) {
      const size = view.getUint32(pos + LENGTH_AT);
      if (size < 2 || size > this.max) {
        this.#leaveOut(size, sink);
        pos = this.#pass(length, pos + HEADER);
        continue;
      }
      const end = pos + HEADER + size;
      if (end > length) break;
      if (left-- === 0) {
        this.#pos = pos;
        return true;
      }
      source.start = pos + HEADER;
      source.end = end;
      pos = end;
      sink.frame(source);
    }
    if (pos < length && !sink.ended) this.#keep(chunk, pos, length);
    return false;
  }

  #sourceOf(chunk: Buffer): Source {
    if (chunk === this.#aside?.bytes) return this.#aside;
    if (this.#source?.bytes !== chunk) this.#source = new Source(chunk);
    return this.#source;
  }

  /** Completes the frame begun in earlier chunks; returns how much of this one it took. */
  #join(chunk: Buffer, length: number, sink: FrameSink): number {
    let pos = 0;
    if (this.#have < HEADER) {
      pos = Math.min(HEADER - this.#have, length);
      this.#keep(chunk, 0, pos);
      if (this.#have < HEADER) return pos;
    }
    const size = this.#partial.readUInt32BE(LENGTH_AT);
    if (size < 2 || size > this.max) {
      this.#have = 0;
      this.#leaveOut(size, sink);
      return pos;
    }
    const whole = HEADER + size;
    const end = Math.min(pos + whole - this.#have, length);
    this.#keep(chunk, pos, end, whole);
    if (this.#have < whole) return end;
    const source = new Source(this.#partial, HEADER, whole);
    this.#partial = Buffer.alloc(0);
    this.#have = 0;
    sink.frame(source);
    return end;
  }

  #keep(chunk: Buffer, from: number, to: number, whole = 0): void {
    if (this.#have === 0) this.#since = this.#now;
    const need = this.#have + to - from;
    if (need > this.#partial.length) {
      const room = Math.max(need, Math.min(Math.max(whole, 256), Math.max(need * 2, FIRST_STEP)));
      const grown = Buffer.allocUnsafeSlow(room);
      this.#partial.copy(grown, 0, 0, this.#have);
      this.#partial = grown;
    }
    chunk.copy(this.#partial, this.#have, from, to);
    this.#have = need;
  }

  #leaveOut(size: number, sink: FrameSink): void {
    if (sink.skipped === undefined) this.#refuse(size);
    this.#skip = size;
    sink.skipped(size);
  }

  /** Steps over what the chunk has of a frame that is left out. */
  #pass(length: number, pos: number): number {
    const size = Math.min(this.#skip, length - pos);
    this.#skip -= size;
    return pos + size;
  }

  #refuse(size: number): never {
    throw new VppConnectionError(
      "protocol",
      size < 2
        ? `a frame of ${size} bytes has no room for a message id`
        : `a frame of ${size} bytes is beyond the limit of ${this.max}; is this VPP's API socket?`,
    );
  }
}
