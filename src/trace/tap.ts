import type { Source } from "../codec/index.ts";
import { FrameReader, type FrameSink } from "../protocol/index.ts";
import { MAX_PAYLOAD, type Side } from "../recording/index.ts";

export interface TapHost {
  /** A message from its id on, there for the time of the call only. */
  frame(from: Side, payload: Buffer, time: number): void;
  /** One that is too large, or too small, to be read. */
  skipped(from: Side, size: number, time: number): void;
  /** The rest of this side can't be read. */
  lost(from: Side, reason: string, time: number): void;
}

/** VPP sends a file descriptor and bytes that are no frame after this (VPP 26.06 vlibmemory/socket_api.c). */
const SOCK_INIT_SHM_REPLY = 20;

/** Looks at the bytes of one connection, after they have been passed on. Never throws. */
export class Tap {
  readonly #sides: Readonly<Record<Side, SideTap>>;

  constructor(host: TapHost) {
    this.#sides = { client: new SideTap("client", host), vpp: new SideTap("vpp", host) };
  }

  bytes(from: Side, chunk: Buffer, time: number): void {
    this.#sides[from].bytes(chunk, time);
  }

  /** Whether the client is between two messages, as far as it was passed on. */
  get clientIdle(): boolean {
    return this.#sides.client.idle;
  }
}

class SideTap implements FrameSink {
  readonly #from: Side;
  readonly #host: TapHost;
  readonly #frames = new FrameReader(MAX_PAYLOAD);
  #time = 0;
  #broken = false;

  constructor(from: Side, host: TapHost) {
    this.#from = from;
    this.#host = host;
  }

  get ended(): boolean {
    return this.#broken;
  }

  get idle(): boolean {
    return !this.#broken && this.#frames.idle;
  }

  bytes(chunk: Buffer, time: number): void {
    if (this.#broken) return;
    this.#time = time;
    try {
      this.#frames.read(chunk, this);
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : String(error));
    }
  }

  frame({ bytes, start, end }: Source): void {
    this.#host.frame(this.#from, bytes.subarray(start, end), this.#time);
    if (this.#from !== "vpp" || bytes.readUInt16BE(start) !== SOCK_INIT_SHM_REPLY) return;
    if (end - start >= 10 && bytes.readInt32BE(start + 6) === 0) {
      this.#lose("shared memory needs a file descriptor, and none passes through here");
    }
  }

  skipped(size: number): void {
    this.#host.skipped(this.#from, size, this.#time);
  }

  #lose(reason: string): void {
    this.#broken = true;
    this.#host.lost(this.#from, reason, this.#time);
  }
}
