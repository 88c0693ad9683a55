import type { Source } from "../codec/index.ts";
import { VppConnectionError } from "../errors/index.ts";
import {
  type CodecSource,
  type FrameReader,
  type Hello,
  Session,
  type SessionClient,
  type SessionHost,
  type SessionOptions,
} from "../protocol/index.ts";
import type { Transport } from "../transport/index.ts";
import { BusyPoll, type PollingHost } from "./busy-poll.ts";
import { Deadlines } from "./deadlines.ts";
import { Delivery, type DeliveryHost } from "./delivery.ts";
import { FrameWatch, type FrameWatchHost } from "./frame-watch.ts";
import { Hold, type HoldHost } from "./hold.ts";
import { type LaggingHost, LaggingReaders } from "./lagging-readers.ts";
import { Soon } from "./soon.ts";
import { Writes } from "./writes.ts";

export interface TrafficOptions extends SessionOptions {
  readonly busyPoll: number;
}

export interface TrafficHost {
  readonly client: SessionClient;
  /** True while somebody waits for messages that no call asked for, or for VPP's goodbye. */
  readonly listening: boolean;
  /** VPP has answered the goodbye. */
  left(): void;
  /** What came can't be read. */
  failed(error: unknown): void;
}

/** What goes to and fro on a connection that has shaken hands: when bytes are written and read, for which session. */
export class Traffic
  implements SessionHost, DeliveryHost, PollingHost, FrameWatchHost, LaggingHost, HoldHost
{
  readonly hello: Hello;
  readonly client: SessionClient;
  asking = false;
  /** When bytes came last. */
  heardAt = 0;
  #session: Session | null = null;
  #ended = false;
  readonly #transport: Transport;
  readonly #options: TrafficOptions;
  readonly #host: TrafficHost;
  readonly #delivery: Delivery;
  readonly #busyPoll: BusyPoll;
  readonly #frameWatch: FrameWatch;
  readonly #readers: LaggingReaders = new LaggingReaders(this);
  readonly #hold: Hold = new Hold(this);
  readonly #writes = new Writes(() => this.flush());
  readonly #flushSoon = new Soon(
    () => this.flush(),
    () => this.#session?.outbox.queued ?? 0,
  );
  readonly #deadlines = new Deadlines((now) => this.#expire(now));
  /**
   * After the goodbye has ended the session, frames still pass: one of them is the answer to it. A getter in place of
   * `ended` would be a call for each frame.
   */
  readonly #sink = {
    ended: false,
    frame: (source: Source): void => this.#session?.frame(source),
  };

  /** `reader` has read the hello. */
  constructor(
    hello: Hello,
    transport: Transport,
    reader: FrameReader,
    options: TrafficOptions,
    host: TrafficHost,
  ) {
    this.hello = hello;
    this.client = host.client;
    this.#transport = transport;
    this.#options = options;
    this.#host = host;
    this.#delivery = new Delivery(reader, this.#sink, this);
    this.#busyPoll = new BusyPoll(options.busyPoll, this);
    this.#frameWatch = new FrameWatch(reader, options.timeout, this);
  }

  /** Begins a session; another one before it must have no calls left. `asking`: it is for the definitions only. */
  begin(codecs: CodecSource, asking = false): Session {
    if (this.#ended) throw new VppConnectionError("lost", "VPP closed the connection");
    this.asking = asking;
    this.#session = new Session(this.hello, codecs, this.#options, this);
    return this.#session;
  }

  /** Bytes came. */
  data(buffer: Buffer, size: number): void {
    const now = this.now();
    this.#busyPoll.heard(now);
    try {
      if (this.#session !== null) this.#delivery.take(this.#session, buffer, size, now);
    } catch (error) {
      this.failed(error);
    }
    this.heardAt = this.now();
    this.#frameWatch.look(now);
  }

  /** The transport takes more. */
  drained(): void {
    this.#writes.drained();
  }

  /** Writes what is queued, if it may. */
  flush(): void {
    this.#readers.look();
    if (this.#writes.hasRoom) this.#write();
    else this.#session?.outbox.held();
  }

  /** Sends this behind all that is queued, reads on whoever lags, and minds no delay any more. */
  goodbye(frame: Buffer): void {
    this.#hold.take();
    this.#readers.look();
    this.#deadlines.stop();
    this.#frameWatch.stop();
    if (this.#session === null) this.#transport.write(frame, () => {});
    else {
      this.#session.outbox.append(frame);
      this.flush();
    }
  }

  /** The rest of a request that VPP would otherwise wait for: what is said next must not be taken for it. */
  cut(): Buffer {
    return this.#writes.cut(this.#transport.untaken);
  }

  /** True where all that was to be said has been handed to the kernel. */
  get silent(): boolean {
    return (this.#session?.outbox.queued ?? 0) === 0 && this.#transport.untaken === 0;
  }

  /** Nothing is written or delivered any more. */
  stop(): void {
    this.#ended = true;
    this.#sink.ended = true;
    this.#deadlines.stop();
    this.#frameWatch.stop();
    this.#hold.stop();
  }

  /** True while nothing is read, for the sake of a dump's reader: silence is not VPP's then. */
  get paused(): boolean {
    return this.#readers.paused;
  }

  /** The reader of a dump lags behind, or has caught up. */
  pressure(on: boolean): void {
    this.#readers.pressure(on);
  }

  /** Calls or listeners came or went: looks again whether to pause, and whether to keep the process running. */
  reconsider(): void {
    this.#readers.lookSoon();
    this.#hold.reconsider();
  }

  get session(): Session | null {
    return this.#session;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get inFlight(): number {
    return this.#session?.inFlight ?? 0;
  }

  get listening(): boolean {
    return this.#host.listening;
  }

  get awaited(): boolean {
    return this.inFlight > 0 || this.listening;
  }

  now(): number {
    return performance.now();
  }

  outputPending(): void {
    this.#flushSoon.ask();
  }

  outputFull(): void {
    if (this.#writes.hasRoom) this.#write();
  }

  deadline(at: number): void {
    this.#deadlines.add(at);
  }

  busy(is: boolean): void {
    if (is) this.#hold.take();
    else this.reconsider();
  }

  left(): void {
    this.#host.left();
  }

  failed(error: unknown): void {
    this.#host.failed(error);
  }

  pause(on: boolean): void {
    if (this.#ended) return;
    if (on) this.#transport.pause();
    else this.#transport.resume();
  }

  hold(on: boolean): void {
    if (!this.#ended) this.#transport.hold(on);
  }

  #write(): void {
    if (this.#session === null || this.#ended) return;
    this.#writes.write(this.#session.outbox, this.#transport);
    this.#busyPoll.begin();
  }

  #expire(now: number): number {
    const session = this.#session;
    if (session === null) return Number.POSITIVE_INFINITY;
    const before = session.inFlight;
    const next = session.expire(now);
    if (session.inFlight < before) this.#frameWatch.look(now);
    return next;
  }
}
