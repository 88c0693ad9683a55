import type { Fields } from "../codec/index.ts";
import { VppStateError } from "../errors/index.ts";
import { showAs } from "../errors/inspect.ts";
import type { Settlers } from "../protocol/index.ts";

export interface EventOptions {
  /** Fields for the `want_…` message, where it takes more than on and off. */
  readonly fields?: Fields | undefined;
}

export interface EventStreamOptions extends EventOptions {
  /** Events kept for a reader that lags behind. Default: the client's `maxEvents`, 1024. */
  readonly limit?: number | undefined;
  /**
   * When more come: `"throw"` (the default) ends the loop with a VppStateError after what was kept;
   * `"drop"` leaves out the newest and counts them in `dropped`.
   */
  readonly overflow?: "throw" | "drop" | undefined;
  /** Ends the loop with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Events, one after the other. They are kept from the moment this is made; leaving the loop ends it. */
export class EventStream<T = Fields> implements AsyncIterableIterator<T, undefined> {
  /** Settles when VPP has confirmed the subscription; without a connection, when the next one has. */
  readonly ready: Promise<void>;
  /** Events left out because the reader lagged behind. */
  dropped = 0;
  readonly #limit: number;
  readonly #throws: boolean;
  readonly #name: string;
  readonly #leave: () => void;
  #queue: T[] = [];
  #head = 0;
  #waiting: Settlers<IteratorResult<T, undefined>> | null = null;
  #ended: { readonly error: unknown } | "done" | null = null;

  constructor(
    name: string,
    options: EventStreamOptions & { readonly limit: number },
    ready: Promise<void>,
    leave: () => void,
  ) {
    this.#name = name;
    this.#limit = options.limit;
    this.#throws = options.overflow !== "drop";
    this.ready = ready;
    const { signal } = options;
    const abort = (): void => this.fail(signal?.reason);
    this.#leave = () => {
      signal?.removeEventListener("abort", abort);
      leave();
    };
    ready.catch((error: unknown) => this.fail(error));
    if (signal?.aborted === true) this.fail(signal.reason);
    else signal?.addEventListener("abort", abort, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Ends the stream; a loop over it ends too. */
  close(): void {
    this.#queue = [];
    this.#head = 0;
    this.#finish("done");
    this.#ended = "done";
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#head < this.#queue.length) {
      const value = this.#queue[this.#head++] as T;
      if (this.#head === this.#queue.length) {
        this.#queue = [];
        this.#head = 0;
      }
      return Promise.resolve({ value, done: false });
    }
    const ended = this.#ended;
    if (ended !== null) {
      this.#ended = "done";
      return ended === "done"
        ? Promise.resolve({ value: undefined, done: true })
        : Promise.reject(ended.error);
    }
    if (this.#waiting !== null) return Promise.reject(new VppStateError("the last read has not ended yet"));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  static {
    showAs(EventStream.prototype, "EventStream", (stream) => ({
      event: stream.#name,
      state: stream.#ended === null ? "open" : "ended",
      kept: stream.#queue.length - stream.#head,
      dropped: stream.dropped,
    }));
  }

  /** An event came. */
  push(event: T): void {
    if (this.#ended !== null) return;
    if (this.#waiting !== null) {
      const { resolve } = this.#waiting;
      this.#waiting = null;
      resolve({ value: event, done: false });
    } else if (this.#queue.length - this.#head < this.#limit) {
      if (this.#head > this.#limit) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      this.#queue.push(event);
    } else {
      this.dropped++;
      if (this.#throws) {
        this.fail(
          new VppStateError(`${this.#name}: more than ${this.#limit} events wait to be read (limit)`),
        );
      }
    }
  }

  /** No more events come: the loop ends after those that are kept. */
  end(): void {
    this.#finish("done");
  }

  /** Ends the stream with an error, after the events that are kept. */
  fail(error: unknown): void {
    this.#finish({ error });
  }

  #finish(end: { readonly error: unknown } | "done"): void {
    if (this.#ended !== null) return;
    this.#ended = end;
    this.#leave();
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) return;
    this.#ended = "done";
    if (end === "done") waiting.resolve({ value: undefined, done: true });
    else waiting.reject(end.error);
  }
}
