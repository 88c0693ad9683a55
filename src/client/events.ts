import { didYouMean, type EventDescriptor, type Fields } from "../codec/index.ts";
import { VppConnectionError, VppStateError } from "../errors/index.ts";
import { requireKnownOptions, requireSignal } from "../protocol/index.ts";
import type { Loaded } from "./definitions.ts";
import { type EventOptions, EventStream, type EventStreamOptions } from "./event-stream.ts";
import { requireLimit } from "./limits.ts";
import { type SendWant, Subscription } from "./subscription.ts";
import { ListenerTopic } from "./topic.ts";
import { type Want, wantOf } from "./want.ts";

/** A listener in place. */
export interface EventSubscription {
  /** Settles when VPP has confirmed the subscription; without a connection, when the next one has. */
  readonly ready: Promise<void>;
  /** Takes the listener away, and with the last one the subscription in VPP. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EventsHost {
  readonly send: SendWant;
  loaded(): Loaded;
  /** Events that a stream keeps unless told otherwise. */
  readonly maxEvents: number;
  report(error: unknown): void;
  /** Listeners came or went. */
  changed(): void;
}

const EVENT_OPTIONS: Readonly<Record<keyof EventOptions, true>> = { fields: true };
const STREAM_OPTIONS: Readonly<Record<keyof EventStreamOptions, true>> = {
  ...EVENT_OPTIONS,
  limit: true,
  overflow: true,
  signal: true,
};
const OF_LISTENERS: ReadonlySet<string> = new Set(Object.keys(EVENT_OPTIONS));
const OF_STREAMS: ReadonlySet<string> = new Set(Object.keys(STREAM_OPTIONS));

type Listener = (fields: Fields) => void;

interface Ending {
  end(error: unknown): void;
}

/** Who listens to what, across connections. */
export class Events {
  readonly #host: EventsHost;
  readonly #topics = new Map<string, ListenerTopic>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #streams = new Set<Ending>();
  #listeners = 0;
  /** Every subscription fails then, and everybody knows why. */
  #ended = false;

  constructor(host: EventsHost) {
    this.#host = host;
  }

  get listening(): boolean {
    return this.#listeners > 0;
  }

  topic(name: string): ListenerTopic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = new ListenerTopic((error) => this.#host.report(error));
      this.#topics.set(name, topic);
    }
    return topic;
  }

  on(what: string | EventDescriptor, listener: Listener, options: EventOptions): EventSubscription {
    const name = typeof what === "string" ? what : what.message.name;
    requireKnownOptions(name, options, OF_LISTENERS);
    const want = typeof what === "string" ? this.#want(what) : wantOf(what);
    const topic = this.topic(name);
    if (typeof what !== "string") topic.descriptor = what.message;
    // A function of its own, so that the same listener may be given twice.
    const own: Listener = (fields) => listener(fields);
    topic.add(own);
    this.#count(1);
    const subscription = this.#subscription(name, want, options.fields);
    const ready = subscription?.set(true, options.fields) ?? Promise.resolve();
    ready.catch(() => {});
    let closed: Promise<void> | null = null;
    const close = (): Promise<void> => {
      closed ??= this.#leave(topic, own, subscription);
      return closed;
    };
    return { ready, close, [Symbol.asyncDispose]: close };
  }

  stream<T>(what: string | EventDescriptor, options: EventStreamOptions): EventStream<T> {
    const name = typeof what === "string" ? what : what.message.name;
    requireKnownOptions(name, options, OF_STREAMS);
    const { limit = this.#host.maxEvents, fields } = options;
    requireLimit(`${name}: limit`, limit);
    requireSignal(name, options.signal);
    let stream: EventStream<T> | null = null;
    const ending: Ending = { end: (error) => (error === null ? stream?.end() : stream?.fail(error)) };
    const place = this.on(what, (event) => stream?.push(event as T), { fields });
    this.#streams.add(ending);
    stream = new EventStream<T>(name, { ...options, limit }, place.ready, () => {
      this.#streams.delete(ending);
      place.close().catch((error: unknown) => this.#host.report(error));
    });
    return stream;
  }

  /** The client is closed, by the program (null) or for good: nothing comes any more. */
  end(error: unknown): void {
    this.#ended = true;
    for (const stream of [...this.#streams]) stream.end(error);
    for (const subscription of this.#subscriptions.values()) subscription.end();
  }

  /** The connection is gone. */
  lost(): void {
    for (const subscription of this.#subscriptions.values()) subscription.lost();
  }

  /** There is a new connection: everything that is wanted is asked for again. */
  async restore(): Promise<void> {
    const all = [...this.#subscriptions.values()].map((subscription) => subscription.restore());
    for (const result of await Promise.allSettled(all)) {
      if (result.status === "rejected" && !this.#ended) this.#host.report(result.reason);
    }
  }

  #want(name: string): Want | null {
    const loaded = this.#host.loaded();
    if (loaded.codecs.message(name) === undefined) {
      throw new VppStateError(`${name}: no message of this name${didYouMean(name, loaded.events())}`);
    }
    const exchange = loaded.codecs.exchange(name);
    if (exchange?.kind === "request" && exchange.events.length > 0) {
      const events = exchange.events.map((event) => event.name).join(", ");
      throw new VppStateError(`${name} asks for events and is none; listen to ${events}`);
    }
    return loaded.want(name);
  }

  #subscription(name: string, want: Want | null, more: Fields | undefined): Subscription | null {
    const known = this.#subscriptions.get(name);
    if (known !== undefined) return known;
    if (want === null) return null;
    const subscription = new Subscription(want, more ?? {}, this.#host.send, (error) =>
      this.#host.report(error),
    );
    this.#subscriptions.set(name, subscription);
    return subscription;
  }

  async #leave(topic: ListenerTopic, listener: Listener, subscription: Subscription | null): Promise<void> {
    topic.remove(listener);
    this.#count(-1);
    if (topic.active || subscription === null) return;
    try {
      await subscription.set(false);
    } catch (error) {
      // Without the link VPP has forgotten the subscription already.
      if (!(error instanceof VppConnectionError) && !(error instanceof VppStateError)) throw error;
    }
  }

  #count(by: number): void {
    this.#listeners += by;
    this.#host.changed();
  }
}
