import type { ExchangeDescriptor, Fields } from "../codec/index.ts";
import { VppStateError } from "../errors/index.ts";
import {
  CallCounter,
  type CallStats,
  failedReply,
  type Message,
  type MessageTable,
  type Reply,
  type Session,
  Stream,
} from "../protocol/index.ts";
import type { Schema } from "../schema/index.ts";
import { makeApi, type UntypedApi } from "./api.ts";
import { type Compatibility, compare, type Expected } from "./compatibility.ts";
import { type Connected, Connector } from "./connector.ts";
import type { EventOptions, EventStream, EventStreamOptions } from "./event-stream.ts";
import { type EventSubscription, Events } from "./events.ts";
import type { CallOptions, ConnectOptions } from "./options.ts";
import type { ConnectionState, StateListener } from "./state.ts";

/** What each event carries, where no generated types tell. */
export type UntypedEvents = Record<string, Fields>;

const NO_FIELDS: Fields = Object.freeze({});
const NO_OPTIONS: CallOptions = Object.freeze({});

/** A client of one VPP. Made by {@link connect}. */
export class Vpp<Api extends object = UntypedApi, EventMap extends object = UntypedEvents> {
  readonly #connector: Connector;
  readonly #events: Events;
  readonly #counters = new Map<string, CallCounter>();
  readonly #messageListeners = new Set<(message: Message) => void>();
  readonly #stateListeners = new Set<StateListener>();
  readonly #errorListeners = new Set<(error: unknown) => void>();
  readonly #timeout: number;
  #session: Session | null = null;
  #schema: Schema | null = null;
  #api: object | null = null;

  /** Use {@link connect}. */
  constructor(options: ConnectOptions) {
    this.#events = new Events({
      send: (want, fields) => this.call(want.caller, fields),
      schema: () => this.schema,
      report: (error) => this.#report(error),
      changed: () => this.#connector.reconsider(),
    });
    const events = this.#events;
    const messages = this.#messageListeners;
    this.#connector = new Connector(options, {
      topic: (name) => events.topic(name),
      counter: (name) => this.#counter(name),
      get wantsStray() {
        return messages.size > 0;
      },
      get listening() {
        return events.listening || messages.size > 0;
      },
      stray: (message) => this.#stray(message),
      report: (error) => this.#report(error),
      changed: (state, connected) => this.#changed(state, connected),
    });
    this.#timeout = this.#connector.timeout;
  }

  /** Connects. Part of {@link connect}. */
  open(): Promise<void> {
    return this.#connector.open();
  }

  /**
   * A method for each request: `vpp.api.show_version()`. Requests give a promise of the reply, dumps a
   * {@link Stream}.
   */
  get api(): Api {
    if (this.#api === null) {
      const names = [...this.schema.services.keys()];
      this.#api = makeApi(names, (name, fields, options) => this.#invoke(name, fields, options));
    }
    return this.#api as Api;
  }

  /** The definitions in use. After a reconnect to another VPP they may be others. */
  get schema(): Schema {
    if (this.#schema === null) throw new VppStateError("not connected yet: await connect() first");
    return this.#schema;
  }

  /** The messages of the VPP connected to, with the ids they have there until it ends. */
  get messageTable(): MessageTable {
    return this.#connector.table;
  }

  get state(): ConnectionState {
    return this.#connector.state;
  }

  /**
   * Sends a request and waits for its reply. For a request that isn't answered, the promise is kept at once.
   *
   * @throws (rejects with) VppApiError when VPP refuses, VppTimeoutError, VppConnectionError, VppEncodeError,
   * VppCompatibilityError, VppStateError, or the signal's reason.
   */
  call<Out = Fields, In extends Fields = Fields>(
    exchange: Extract<ExchangeDescriptor<In, Out>, { kind: "request" }>,
    fields?: In,
    options?: CallOptions,
  ): Promise<Out>;
  call(name: string, fields?: Fields, options?: CallOptions): Promise<Fields>;
  call(
    what: string | ExchangeDescriptor,
    fields: Fields = NO_FIELDS,
    options: CallOptions = NO_OPTIONS,
  ): Promise<Fields> {
    return this.#request(what, fields, options);
  }

  /** Asks for a dump, or for what a `…_get` streams. The request goes out when reading begins. */
  dump<Out = Fields, End = Fields, In extends Fields = Fields>(
    exchange: Extract<ExchangeDescriptor<In, Out, End>, { kind: "dump" | "get" }>,
    fields?: In,
    options?: CallOptions,
  ): Stream<Out, End>;
  dump(name: string, fields?: Fields, options?: CallOptions): Stream;
  dump<T, E>(
    what: string | ExchangeDescriptor,
    fields: Fields = NO_FIELDS,
    options: CallOptions = NO_OPTIONS,
  ): Stream<T, E> {
    return this.#stream(what, fields, options);
  }

  /**
   * Sends one message and returns its context without waiting. All that comes back goes to {@link onMessage};
   * a dump sent so needs a `control_ping` after it.
   *
   * @throws VppEncodeError, VppCompatibilityError, VppStateError, VppConnectionError.
   */
  send(name: string, fields: Fields = NO_FIELDS): number {
    return this.#need().send(name, fields);
  }

  /** Hears every message that belongs to no call: answers to {@link send}, events, late replies. */
  onMessage(listener: (message: Message) => void): () => void {
    return this.#listen(this.#messageListeners, listener);
  }

  /**
   * Calls `listener` for each event of this name. Where VPP wants to be asked (`want_…`), that is done, undone
   * after the last listener, and done again after a reconnect.
   *
   * @throws VppStateError for a name that is no message.
   */
  on<K extends keyof EventMap & string>(
    name: K,
    listener: (event: EventMap[K]) => void,
    options: EventOptions = {},
  ): EventSubscription {
    return this.#events.on(name, (fields) => listener(fields as EventMap[K]), options);
  }

  /** The same events to iterate over. They are kept from now on, up to a limit. */
  events<K extends keyof EventMap & string>(
    name: K,
    options: EventStreamOptions = {},
  ): EventStream<EventMap[K]> {
    return this.#events.stream<EventMap[K]>(name, options);
  }

  /** Hears when the link is lost, tried again and back. Returns what takes the listener away. */
  onState(listener: StateListener): () => void {
    return this.#listen(this.#stateListeners, listener);
  }

  /**
   * Hears of failures that belong to no call: a listener that throws, an event that can't be read, a
   * subscription that VPP refuses after a reconnect. Without a listener they are uncaught exceptions.
   */
  onError(listener: (error: unknown) => void): () => void {
    return this.#listen(this.#errorListeners, listener);
  }

  /** Which of these messages this VPP lacks, and which it has with another layout. */
  checkCompatibility(expected: Iterable<Expected>): Compatibility {
    return compare(expected, this.messageTable, this.schema);
  }

  /** How often each message was called, and how long the answers took. */
  stats(): Map<string, CallStats> {
    const used = [...this.#counters].filter(([, counter]) => counter.count > 0);
    return new Map(used.map(([name, counter]) => [name, counter.read()]));
  }

  /** Settles when there is a connection, at once where there is. Rejects when the client is closed. */
  ready(): Promise<void> {
    return this.#connector.ready();
  }

  /** Says goodbye to VPP and closes. Calls in flight fail with VppConnectionError. Safe to call again. */
  close(): Promise<void> {
    return this.#connector.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #invoke(name: string, fields: Fields, options: CallOptions): Reply<Fields> | Stream {
    const session = this.#session;
    if (session === null) return failedReply(this.#connector.whyNot());
    try {
      const { kind } = session.bind(name);
      return kind === "dump" || kind === "get"
        ? this.#stream<Fields, Fields>(name, fields, options)
        : this.#request(name, fields, options);
    } catch (error) {
      return failedReply(error);
    }
  }

  #request(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions): Reply<Fields> {
    const session = this.#session;
    if (session === null) return failedReply(this.#connector.whyNot());
    const { timeout = this.#timeout, check = true, signal } = options;
    return session.request(what, fields, timeout, check, signal) as Reply<Fields>;
  }

  #stream<T = Fields, E = Fields>(
    what: string | ExchangeDescriptor,
    fields: Fields,
    options: CallOptions,
  ): Stream<T, E> {
    const { timeout = this.#timeout, check = true, signal } = options;
    return new Stream<T, E>({
      start: (sink) => this.#need().stream(what, fields, timeout, check, sink, signal),
      pressure: (on) => this.#connector.pressure(on),
    });
  }

  #need(): Session {
    if (this.#session === null) throw this.#connector.whyNot();
    return this.#session;
  }

  #changed(state: ConnectionState, connected: Connected | null): void {
    this.#session = connected?.session ?? null;
    if (connected !== null) {
      if (this.#schema !== connected.schema) this.#api = null;
      this.#schema = connected.schema;
      if (this.#events.listening) void this.#events.restore();
    } else this.#events.lost();
    if (state.kind === "closed") this.#events.end(state.error);
    for (const listener of [...this.#stateListeners]) {
      try {
        listener(state);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  #counter(name: string): CallCounter {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      counter = new CallCounter();
      this.#counters.set(name, counter);
    }
    return counter;
  }

  #stray(message: Message): void {
    for (const listener of [...this.#messageListeners]) {
      try {
        listener(message);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  #report(error: unknown): void {
    if (this.#errorListeners.size === 0) {
      // Thrown where no reply is being dealt with, so that only the listener's owner sees it.
      queueMicrotask(() => {
        throw error;
      });
    }
    for (const listener of [...this.#errorListeners]) listener(error);
  }

  #listen<L>(listeners: Set<L>, listener: L): () => void {
    listeners.add(listener);
    this.#connector.reconsider();
    return () => {
      listeners.delete(listener);
      this.#connector.reconsider();
    };
  }
}
