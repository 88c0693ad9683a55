import type { Fields } from "../codec/descriptor.ts";
import { VppStateError } from "../errors/index.ts";
import { showAs } from "../errors/inspect.ts";
import type { CallSink } from "./call.ts";
import type { Settlers } from "./reply.ts";

/** All messages of a dump, and the reply that ended it: control_ping's for a dump, its own for a get. */
export interface Details<T, End = Fields> extends Array<T> {
  readonly reply: End;
  readonly [key: string]: unknown;
}

/** What a stream asks of whoever runs it. */
export interface StreamHost {
  /** The request's name. */
  readonly name: string;
  /** Sends the request. May throw. */
  start(sink: CallSink): void;
  /** The reader lags behind (true), or has caught up. */
  pressure(on: boolean): void;
}

/** Messages kept for a reader that lags behind, before the connection is asked to pause, and to go on. */
const HIGH = 4096;
const LOW = 512;

type End<E> =
  | { readonly kind: "reply"; readonly reply: E }
  | { readonly kind: "error"; readonly error: unknown };

/**
 * The answer to a dump or get: read it once, message by message with `for await`, or whole with `toArray()`
 * or `await`. The request is sent when reading begins. Leaving the loop early is fine: the rest is thrown away.
 */
export class Stream<T = Fields, E = Fields> implements AsyncIterable<T>, Promise<Details<T, E>>, CallSink {
  readonly [Symbol.toStringTag] = "Stream";
  readonly #host: StreamHost;
  #mode: "fresh" | "iterating" | "collecting" | "dropped" = "fresh";
  #started = false;
  #items: T[] = [];
  /** Of each item in bytes on the wire; only while a loop reads, which has a limit. */
  #sizes: number[] = [];
  #buffered = 0;
  #head = 0;
  #full = false;
  #lagged = false;
  #end: End<E> | null = null;
  #waiting: Settlers<IteratorResult<T, undefined>> | null = null;
  #collected: Promise<Details<T, E>> | null = null;
  #settleCollected: Settlers<Details<T, E>> | null = null;
  #reply: Promise<E> | null = null;
  #settleReply: Settlers<E> | null = null;

  constructor(host: StreamHost) {
    this.#host = host;
  }

  /** The reply that ends the stream; fails as the stream does. Reading must have begun for it to come. */
  get reply(): Promise<E> {
    if (this.#reply === null) {
      this.#reply = new Promise<E>((resolve, reject) => {
        this.#settleReply = { resolve, reject };
      });
      // Whoever reads the stream sees the error there already.
      this.#reply.catch(() => {});
      if (this.#end !== null) this.#settle(this.#end);
    }
    return this.#reply;
  }

  /** Reads to the end. @throws VppApiError, VppTimeoutError, VppConnectionError… as any call. */
  toArray(): Promise<Details<T, E>> {
    if (this.#collected !== null) return this.#collected;
    if (this.#mode !== "fresh") return Promise.reject(new VppStateError("this stream is being read already"));
    this.#mode = "collecting";
    this.#collected = new Promise<Details<T, E>>((resolve, reject) => {
      this.#settleCollected = { resolve, reject };
    });
    this.#start();
    return this.#collected;
  }

  /** As `toArray().then()`. */
  // biome-ignore lint/suspicious/noThenProperty: awaiting a stream reads all of it; its type says so.
  then<A = Details<T, E>, B = never>(
    onfulfilled?: ((value: Details<T, E>) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.toArray().then(onfulfilled, onrejected);
  }

  catch<B = never>(
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<Details<T, E> | B> {
    return this.toArray().catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<Details<T, E>> {
    return this.toArray().finally(onfinally);
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    if (this.#mode !== "fresh") throw new VppStateError("this stream is being read already");
    this.#mode = "iterating";
    return {
      next: () => this.#next(),
      return: () => this.#return(),
    };
  }

  static {
    showAs(Stream.prototype, "Stream", (stream) => {
      const fresh = stream.#mode === "fresh";
      const state = fresh ? "not read yet: await it, or loop over it" : stream.#state;
      return { request: stream.#host.name, state, kept: stream.#items.length - stream.#head };
    });
  }

  get #state(): string {
    if (this.#mode === "dropped") return this.#end?.kind === "error" ? "failed" : "left";
    if (this.#end === null) return "being read";
    return this.#end.kind === "error" ? "failed" : "ended";
  }

  /** Part of the session's side: true once nobody reads on. */
  get dropped(): boolean {
    return this.#mode === "dropped";
  }

  /** Part of the session's side: whether the reader lagged behind since this was last asked. */
  lagged(): boolean {
    const lagged = this.#lagged;
    this.#lagged = this.#full;
    return lagged;
  }

  /** Part of the session's side: bytes that wait for a loop. What `toArray()` collects doesn't count. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Part of the session's side: a message came, in so many bytes. */
  details(fields: Fields, size: number): void {
    const item = fields as T;
    if (this.#waiting !== null) {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      resolve({ value: item, done: false });
      return;
    }
    this.#items.push(item);
    if (this.#mode !== "iterating") return;
    this.#sizes.push(size);
    this.#buffered += size;
    if (!this.#full && this.#items.length - this.#head > HIGH) {
      this.#full = true;
      this.#lagged = true;
      this.#host.pressure(true);
    }
  }

  /** Part of the session's side: the reply came. */
  end(reply: Fields): void {
    this.#finish({ kind: "reply", reply: reply as E });
  }

  /** Part of the session's side: it will not come. */
  fail(error: unknown): void {
    this.#finish({ kind: "error", error });
  }

  #start(): void {
    this.#started = true;
    try {
      this.#host.start(this);
    } catch (error) {
      this.fail(error);
    }
  }

  #next(): Promise<IteratorResult<T, undefined>> {
    if (!this.#started && this.#mode === "iterating") this.#start();
    if (this.#head < this.#items.length) {
      this.#buffered -= this.#sizes[this.#head] ?? 0;
      const value = this.#items[this.#head++] as T;
      if (this.#head === this.#items.length || this.#head >= HIGH) {
        this.#items = this.#items.slice(this.#head);
        this.#sizes = this.#sizes.slice(this.#head);
        this.#head = 0;
      }
      if (this.#full && this.#items.length - this.#head < LOW) this.#relieve();
      return Promise.resolve({ value, done: false });
    }
    if (this.#end?.kind === "error" && this.#mode === "iterating") {
      this.#mode = "dropped";
      return Promise.reject(this.#end.error);
    }
    if (this.#end !== null || this.#mode === "dropped")
      return Promise.resolve({ value: undefined, done: true });
    if (this.#waiting !== null) return Promise.reject(new VppStateError("the last read has not ended yet"));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #return(): Promise<IteratorResult<T, undefined>> {
    this.#mode = "dropped";
    this.#items = [];
    this.#sizes = [];
    this.#buffered = 0;
    this.#head = 0;
    if (this.#full) this.#relieve();
    this.#waiting?.resolve({ value: undefined, done: true });
    this.#waiting = null;
    return Promise.resolve({ value: undefined, done: true });
  }

  #relieve(): void {
    this.#full = false;
    this.#host.pressure(false);
  }

  #finish(end: End<E>): void {
    this.#end = end;
    if (this.#full) this.#relieve();
    this.#settle(end);
    const waiting = this.#waiting;
    this.#waiting = null;
    if (end.kind === "reply") {
      this.#settleCollected?.resolve(withReply(this.#items, end.reply));
      waiting?.resolve({ value: undefined, done: true });
    } else {
      this.#settleCollected?.reject(end.error);
      if (waiting !== null) {
        this.#mode = "dropped";
        waiting.reject(end.error);
      }
    }
  }

  #settle(end: End<E>): void {
    if (end.kind === "reply") this.#settleReply?.resolve(end.reply);
    else this.#settleReply?.reject(end.error);
  }
}

/** Not enumerable, so that the array compares and prints as its messages. */
function withReply<T, E>(items: T[], reply: E): Details<T, E> {
  return Object.defineProperty(items, "reply", { value: reply }) as Details<T, E>;
}
