import type { Source } from "../codec/index.ts";
import { VppConnectionError, VppTimeoutError } from "../errors/index.ts";
import {
  type CallCounter,
  type CallObserver,
  type CodecSource,
  FrameReader,
  goodbyeFrame,
  type Hello,
  helloFrame,
  MAX_HELLO,
  type Message,
  readHello,
  Session,
  type SessionHost,
  type SessionOptions,
  type Topic,
} from "../protocol/index.ts";
import { openSocket, parseAddress, type Transport } from "../transport/index.ts";
import { BusyPoll } from "./busy-poll.ts";
import { Deadlines, lateAfter } from "./deadlines.ts";
import { Delivery } from "./delivery.ts";
import { FrameWatch } from "./frame-watch.ts";
import { Soon } from "./soon.ts";
import { Writes } from "./writes.ts";

/** How long VPP has to answer sockclnt_delete before the socket is closed all the same. */
const LEAVE_LIMIT = 1000;
/**
 * Milliseconds without a call after which the link no longer keeps the process running. A socket let go and held
 * again between two calls would cost each of them.
 */
const RELEASE = 5;

/** What a link tells its client. */
export interface LinkOwner {
  topic(name: string): Topic;
  counter(name: string): CallCounter;
  readonly observer: CallObserver;
  readonly wantsStray: boolean;
  /** True while somebody waits for messages that nobody asked for. */
  readonly listening: boolean;
  stray(message: Message): void;
  report(error: unknown): void;
  /** The link is over, and every call on it has failed with this error. */
  lost(link: Link, error: VppConnectionError): void;
}

export interface LinkOptions extends SessionOptions {
  readonly socket: string;
  readonly name: string;
  readonly maxFrame: number;
  readonly busyPoll: number;
  readonly signal: AbortSignal | undefined;
}

/** One connection: a transport, the session on it, its timer. Ends once and is not used again. */
export class Link implements SessionHost {
  hello: Hello | null = null;
  asking = false;
  readonly #owner: LinkOwner;
  readonly #options: LinkOptions;
  readonly #reader: FrameReader;
  readonly #delivery: Delivery;
  readonly #busyPoll: BusyPoll;
  readonly #frameWatch: FrameWatch;
  #transport: Transport | null = null;
  #session: Session | null = null;
  #greet: { resolve(hello: Hello): void; reject(error: unknown): void } | null = null;
  readonly #writes = new Writes(() => this.#flush());
  readonly #flushSoon = new Soon(
    () => this.#flush(),
    () => this.#session?.queued ?? 0,
  );
  readonly #pauseSoon = new Soon(
    () => this.#pauseOrResume(),
    () => this.inFlight,
  );
  #releaseTimer: NodeJS.Timeout | undefined;
  readonly #deadlines = new Deadlines((now) => this.#expire(now));
  #lagging = 0;
  #paused = false;
  #held = true;
  #ended = false;
  #onGone: (() => void) | null = null;
  #leaving: Promise<void> | null = null;
  /** Ends the opening of the socket, whoever ends the link. */
  readonly #giveUp = new AbortController();
  #leaveTimer: NodeJS.Timeout | undefined;
  /** When bytes came last. */
  heardAt = 0;

  constructor(owner: LinkOwner, options: LinkOptions) {
    this.#owner = owner;
    this.#options = options;
    this.#reader = new FrameReader(Math.min(options.maxFrame, MAX_HELLO));
    const link = this;
    this.#busyPoll = new BusyPoll(options.busyPoll, this);
    const host = {
      get session() {
        return link.#session;
      },
      get ended() {
        return link.#ended;
      },
      get paused() {
        return link.#paused;
      },
      now: () => this.now(),
      flush: () => this.#flush(),
      failed: (error: unknown) => this.#failed(error),
    };
    this.#delivery = new Delivery(this.#reader, this.#sink, host);
    this.#frameWatch = new FrameWatch(this.#reader, options.timeout, host);
  }

  /** Connects and shakes hands. @throws VppConnectionError, VppTimeoutError, the signal's reason. */
  async open(): Promise<Hello> {
    const { socket, name, timeout, signal } = this.#options;
    const abort = (reason: unknown): void => {
      this.leaveNow();
      this.#close(reason, new VppConnectionError("closed", "connecting was given up"));
    };
    const late = (): void =>
      abort(new VppTimeoutError("sockclnt_create", timeout, `${socket} gave no answer`));
    const inTime = lateAfter(timeout, late);
    const asked = (): void => abort(signal?.reason);
    if (signal?.aborted === true) asked();
    else signal?.addEventListener("abort", asked, { once: true });
    try {
      const transport = await openSocket(
        parseAddress(socket),
        {
          data: (buffer, size) => this.#data(buffer, size),
          drain: () => this.#writes.drained(),
          closed: (cause) => this.#closed(cause),
        },
        helloFrame(name, 0),
        this.#giveUp.signal,
      );
      if (this.#ended) {
        transport.destroy();
        throw this.#giveUp.signal.reason;
      }
      this.#transport = transport;
      const hello = await new Promise<Hello>((resolve, reject) => {
        this.#greet = { resolve, reject };
      });
      await transport.atThreadEnd(goodbyeFrame(hello.clientIndex, 0));
      if (this.#ended) throw this.#giveUp.signal.reason;
      return hello;
    } finally {
      inTime();
      signal?.removeEventListener("abort", asked);
    }
  }

  /** Begins a session; another one before it must have no calls left. `asking`: it is for the definitions only. */
  begin(codecs: CodecSource, asking = false): Session {
    if (this.hello === null || this.#ended) throw new VppConnectionError("lost", "VPP closed the connection");
    this.asking = asking;
    this.#session = new Session(this.hello, codecs, this.#options, this);
    return this.#session;
  }

  get session(): Session | null {
    return this.#session;
  }

  get observer(): CallObserver {
    return this.#owner.observer;
  }

  get wantsStray(): boolean {
    return this.#owner.wantsStray;
  }

  /** True while nothing is read, for the sake of a dump's reader: silence is not VPP's then. */
  get paused(): boolean {
    return this.#paused;
  }

  /**
   * Says goodbye and closes. Calls in flight fail with `error`. Settles when the socket is closed, for everyone who
   * asks: a client that is closed leaves a link whose own maker leaves it too.
   */
  leave(error: VppConnectionError): Promise<void> {
    if (this.#ended) return Promise.resolve();
    this.#leaving ??= this.#leave(error);
    return this.#leaving;
  }

  #leave(error: VppConnectionError): Promise<void> {
    const session = this.#session;
    session?.end(error);
    return new Promise((resolve) => {
      this.#transport?.hold(true);
      this.#held = true;
      this.#onGone = resolve;
      if (this.hello === null) {
        this.#close(error, error);
        return;
      }
      if (this.#paused) this.#transport?.resume();
      const goodbye = goodbyeFrame(this.hello.clientIndex, 0);
      void this.#transport?.atThreadEnd(null);
      if (session === null) this.#transport?.write(goodbye, () => {});
      else {
        session.append(goodbye);
        this.#flush();
      }
      this.#deadlines.stop();
      this.#leaveTimer = setTimeout(() => this.#close(error, error), LEAVE_LIMIT);
    });
  }

  /** Says goodbye without waiting for the answer. False where that was impossible or isn't needed. */
  leaveNow(): boolean {
    if (this.#ended || this.hello === null || this.#transport === null) return false;
    return this.#transport.writeNow(goodbyeFrame(this.hello.clientIndex, 0));
  }

  /** Gives the link up at once. */
  destroy(error: VppConnectionError): void {
    this.leaveNow();
    this.#close(error, error);
  }

  get inFlight(): number {
    return this.#session?.inFlight ?? 0;
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
    if (is && !this.#held) this.#hold(true);
    else if (!is) this.reconsider();
  }

  topic(name: string): Topic {
    return this.#owner.topic(name);
  }

  counter(name: string): CallCounter {
    return this.#owner.counter(name);
  }

  stray(message: Message): void {
    this.#owner.stray(message);
  }

  report(error: unknown): void {
    this.#owner.report(error);
  }

  left(): void {
    if (this.#onGone === null) return;
    const error = new VppConnectionError("closed", "the client was closed");
    this.#close(error, error);
  }

  /** The reader of a dump lags behind, or has caught up. */
  pressure(on: boolean): void {
    this.#lagging += on ? 1 : -1;
    this.#pauseOrResume();
  }

  /** Looks again whether the connection keeps the process running: at once where it has to, else a little later. */
  reconsider(): void {
    if (this.#lagging > 0) this.#pauseSoon.ask();
    if (!this.#held) {
      if (this.#busy) this.#hold(true);
    } else this.#releaseTimer ??= setTimeout(this.#release, RELEASE).unref();
  }

  get #busy(): boolean {
    return this.inFlight > 0 || this.#owner.listening || this.#onGone !== null;
  }

  readonly #release = (): void => {
    this.#releaseTimer = undefined;
    if (!this.#busy) this.#hold(false);
  };

  #hold(on: boolean): void {
    this.#held = on;
    if (!this.#ended) this.#transport?.hold(on);
  }

  /**
   * Pauses only while every call in flight is a dump whose reader lags and nobody listens: whoever waits for
   * anything else on this connection would wait for ever.
   */
  #pauseOrResume(): void {
    const pause =
      this.#lagging > 0 && this.#lagging === this.inFlight && !this.#owner.listening && this.#onGone === null;
    if (pause === this.#paused || this.#ended) return;
    this.#paused = pause;
    if (pause) this.#transport?.pause();
    else this.#transport?.resume();
  }

  #flush(): void {
    if (this.#lagging > 0) this.#pauseOrResume();
    if (this.#writes.hasRoom) this.#write();
    else this.#session?.outputHeld();
  }

  #write(): void {
    if (this.#session === null || this.#transport === null || this.#ended) return;
    this.#writes.write(this.#session, this.#transport);
    this.#busyPoll.begin();
  }

  #data(buffer: Buffer, size: number): void {
    if (this.#ended) return;
    const now = this.now();
    this.#busyPoll.heard(now);
    try {
      if (this.#greet !== null) this.#reader.read(buffer, this.#greeter, size, now);
      else if (this.#session !== null) this.#delivery.take(this.#session, buffer, size, now);
    } catch (error) {
      this.#failed(error);
    }
    this.heardAt = this.now();
    this.#frameWatch.look(now);
  }

  #expire(now: number): number {
    const session = this.#session;
    if (session === null) return Number.POSITIVE_INFINITY;
    const before = session.inFlight;
    const next = session.expire(now);
    if (session.inFlight < before) this.#frameWatch.look(now);
    return next;
  }

  #failed(error: unknown): void {
    this.leaveNow();
    this.#close(error, protocolError(error));
  }

  readonly #greeter = {
    ended: false,
    frame: (source: Source): void => this.#greeted(readHello(source)),
  };

  /**
   * After {@link leave} has ended the session, frames still pass: one of them is the answer to our goodbye. A getter
   * in place of `ended` would be a call for each frame.
   */
  readonly #sink = {
    ended: false,
    frame: (source: Source): void => this.#session?.frame(source),
  };

  #greeted(hello: Hello): void {
    this.#reader.max = this.#options.maxFrame;
    // At once: whoever ends the link from now on has to say goodbye.
    this.hello = hello;
    this.#greet?.resolve(hello);
    this.#greet = null;
  }

  #closed(cause: Error | null): void {
    const why = cause === null ? "VPP closed the connection" : `the connection broke: ${cause.message}`;
    const error = new VppConnectionError("lost", why, cause === null ? {} : { cause });
    this.#close(error, error);
  }

  /** The one way out. `greeting` goes to whoever waits for the handshake, `error` to the calls and the owner. */
  #close(greeting: unknown, error: VppConnectionError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sink.ended = true;
    this.#deadlines.stop();
    this.#frameWatch.stop();
    clearTimeout(this.#leaveTimer);
    clearTimeout(this.#releaseTimer);
    this.#giveUp.abort(greeting);
    this.#transport?.destroy();
    this.#greet?.reject(greeting);
    this.#greet = null;
    this.#session?.end(error);
    const gone = this.#onGone;
    if (gone !== null) gone();
    else if (this.#session !== null) this.#owner.lost(this, error);
  }
}

function protocolError(error: unknown): VppConnectionError {
  if (error instanceof VppConnectionError) return error;
  return new VppConnectionError("protocol", "VPP's bytes can't be read", { cause: error });
}
