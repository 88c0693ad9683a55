import { setTimeout as sleep } from "node:timers/promises";
import { VppStatsError } from "../errors/index.ts";
import { listensOn } from "./listeners.ts";
import { closedError } from "./memory.ts";
import { Planner, selectNamed } from "./planner.ts";
import { takeSnapshot } from "./query.ts";
import { Segment } from "./segment.ts";
import { type Opened, openSocket, socketIdentity } from "./source.ts";
import type { StatsAccess, U64 } from "./types.ts";

/** Milliseconds between two looks at the socket's file, and at the list of listeners. */
const FILE_CHECK = 250;
const LISTENER_CHECK = 1000;
/** A heart that stands still this long, or as long as two beats, has VPP asked. VPP's default is a beat in 10 s. */
const STILL_LIMIT = 15_000;
const RETRY_PAUSE = 100;
const HEARTBEAT = "/sys/heartbeat";

export interface LinkOptions {
  readonly socket: string | null;
  readonly access: StatsAccess | undefined;
  readonly timeout: number;
  readonly patience: number;
}

/**
 * The segment of whichever VPP serves the socket now. A mapping outlives its VPP: a dead one looks like counters that stand
 * still. So the socket's file, the list of listeners and the heartbeat are watched, on the way, while values are read.
 */
export class SegmentLink {
  readonly #options: LinkOptions;
  #segment: Segment | null;
  #opened: Opened;
  #file: string | null;
  /** Whether the listener was seen in /proc/net/unix: only then does its absence tell something. */
  #listed: boolean;
  #closed = false;
  #fileChecked = 0;
  #listenerChecked = 0;
  #beat: U64 | null = null;
  readonly #heart: Planner = new Planner(selectNamed(HEARTBEAT));
  #beatAt = 0;
  #probing = false;
  restarts = 0;

  /** @param file the socket's identity from before it was opened */
  constructor(options: LinkOptions, opened: Opened, file: string | null) {
    this.#options = options;
    this.#opened = opened;
    this.#file = file;
    try {
      this.#segment = new Segment(opened.memory, options.patience);
    } catch (error) {
      opened.memory.close();
      throw error;
    }
    this.#listed = options.socket !== null && listensOn(options.socket);
    this.#fileChecked = this.#listenerChecked = this.#beatAt = performance.now();
  }

  /** Null for a recording. */
  get socket(): string | null {
    return this.#options.socket;
  }

  get access(): Opened["access"] {
    return this.#opened.access;
  }

  get alive(): boolean {
    return this.#segment !== null;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** @throws VppStatsError `closed`, `lost` */
  current(): Segment {
    if (this.#closed) throw closedError();
    if (this.#segment !== null && this.#options.socket !== null)
      this.#check(this.#options.socket, performance.now());
    if (this.#segment === null) {
      throw new VppStatsError(
        "lost",
        `VPP's stats segment on ${this.#options.socket} is gone; waiting for another`,
      );
    }
    return this.#segment;
  }

  close(): void {
    this.#closed = true;
    this.#segment?.close();
    this.#segment = null;
  }

  #check(socket: string, now: number): void {
    if (now - this.#fileChecked < FILE_CHECK) return;
    this.#fileChecked = now;
    const replaced = !socket.startsWith("abstract:") && socketIdentity(socket) !== this.#file;
    if (!replaced && now - this.#listenerChecked < LISTENER_CHECK) return;
    this.#listenerChecked = now;
    const listens = !replaced && listensOn(socket);
    if (replaced || (this.#listed && !listens)) {
      this.#lose(socket);
      return;
    }
    this.#listed = listens;
    const beat = this.#heartbeat(this.#segment!);
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#beatAt = now;
    } else if (now - this.#beatAt >= STILL_LIMIT && !this.#probing) {
      this.#probing = true;
      void this.#probe(socket);
    }
  }

  /** Null where there is none, or it can't be read right now. */
  #heartbeat(segment: Segment): U64 | null {
    try {
      const value = takeSnapshot(segment, this.#heart, Number.POSITIVE_INFINITY).get(HEARTBEAT);
      return value?.kind === "scalar" ? value.value : null;
    } catch {
      return null;
    }
  }

  /** Asks for the segment again: the same one means that VPP is well. */
  async #probe(socket: string): Promise<void> {
    try {
      const file = socketIdentity(socket);
      const fresh = await openSocket(socket, this.#options.access, this.#options);
      if (this.#closed || this.#segment === null || fresh.identity === this.#opened.identity)
        fresh.memory.close();
      else this.#adopt(fresh, file);
      this.#beatAt = performance.now();
    } catch {
      if (!this.#closed && this.#segment !== null) this.#lose(socket);
    } finally {
      this.#probing = false;
    }
  }

  #lose(socket: string): void {
    // Reading is synchronous, so nobody is within the segment now.
    this.#segment?.close();
    this.#segment = null;
    void this.#reconnect(socket);
  }

  async #reconnect(socket: string): Promise<void> {
    while (!this.#closed && this.#segment === null) {
      try {
        const file = socketIdentity(socket);
        const fresh = await openSocket(socket, this.#options.access, this.#options);
        if (this.#closed) fresh.memory.close();
        else this.#adopt(fresh, file);
      } catch {
        // Not there yet. Waiting for it is no reason to keep the program alive; `ready` is.
        await sleep(RETRY_PAUSE, undefined, { ref: false });
      }
    }
  }

  #adopt(fresh: Opened, file: string | null): void {
    let segment: Segment;
    try {
      segment = new Segment(fresh.memory, this.#options.patience);
    } catch (error) {
      fresh.memory.close();
      throw error;
    }
    this.#segment?.close();
    this.#segment = segment;
    if (fresh.identity !== this.#opened.identity) this.restarts++;
    this.#opened = fresh;
    this.#file = file;
    this.#listed = listensOn(this.#options.socket!);
    this.#beat = null;
    this.#beatAt = performance.now();
  }
}
