import type {
  DumpDescriptor,
  EventDescriptor,
  ExchangeDescriptor,
  Fields,
  GetDescriptor,
  OnewayDescriptor,
  RequestDescriptor,
} from "../codec/index.ts";
import { VppStateError } from "../errors/index.ts";
import { showAs } from "../errors/inspect.ts";
import {
  CallCounters,
  type CallOptions,
  type CallStats,
  type Inputs,
  type Message,
  type MessageTable,
  NO_OPTIONS,
  type Pipeline,
  type Stream,
} from "../protocol/index.ts";
import type { Schema } from "../schema/index.ts";
import { makeApi, type UntypedApi } from "./api.ts";
import { Caller, NO_FIELDS } from "./caller.ts";
import { type Compatibility, compare, type Expected, requireMessages } from "./compatibility.ts";
import { Connector } from "./connector.ts";
import type { Loaded } from "./definitions.ts";
import { Diagnostics } from "./diagnostics.ts";
import type { EventOptions, EventStream, EventStreamOptions } from "./event-stream.ts";
import { type EventSubscription, Events } from "./events.ts";
import { Listeners } from "./listeners.ts";
import type { ConnectOptions, PipelineOptions } from "./options.ts";
import type { Connected } from "./phase.ts";
import { settingsOf } from "./settings.ts";
import type { ConnectionState, StateListener } from "./state.ts";
import type { CallArguments, EventsOf, MethodsOf } from "./typed.ts";

/** A client of one VPP. Made by {@link connect}. */
export class Vpp<Api extends object = UntypedApi, EventMap extends object = EventsOf<Api>> {
  readonly #connector: Connector;
  readonly #caller: Caller;
  readonly #events: Events;
  readonly #counters = new CallCounters();
  readonly #messages = new Listeners<Message>((error) => this.#report(error));
  readonly #states = new Listeners<ConnectionState>((error) => this.#report(error));
  readonly #errors = new Listeners<unknown>(throwLater);
  readonly #diagnostics: Diagnostics;
  #loaded: Loaded | null = null;
  #api: object | null = null;

  /** Use {@link connect}. */
  constructor(options: ConnectOptions) {
    const settings = settingsOf(options);
    const { name, socket, limits, logger = null } = settings;
    const messages = this.#messages;
    const events = new Events({
      send: (want, fields) => this.#caller.request(want.caller, fields, NO_OPTIONS),
      loaded: () => this.#definitions(),
      maxEvents: limits.maxEvents,
      report: (error) => this.#report(error),
      changed: () => this.#connector.reconsider(),
    });
    this.#events = events;
    this.#diagnostics = new Diagnostics({ name, socket }, logger);
    // A listener as any other: whichever closes the client, all hear of the states in one order.
    this.#states.add((state) => this.#diagnostics.state(state));
    this.#connector = new Connector(settings, {
      client: {
        topic: (message) => events.topic(message),
        counter: (message) => this.#counters.of(message),
        observer: this.#diagnostics,
        get wantsStray() {
          return messages.size > 0;
        },
        stray: (message) => messages.tell(message),
        report: (error) => this.#report(error),
      },
      get listening() {
        return events.listening || messages.size > 0;
      },
      changed: (state, connected) => this.#changed(state, connected),
    });
    this.#caller = new Caller(this.#connector);
  }

  /** Connects. Part of {@link connect}. */
  open(): Promise<void> {
    return this.#connector.open();
  }

  /**
   * A method for each request: `vpp.api.show_version()`. Requests give a promise of the reply, dumps a
   * {@link Stream}.
   */
  get api(): MethodsOf<Api> {
    if (this.#api === null) {
      const { codecs } = this.#definitions();
      this.#api = makeApi([...codecs.callers()], (name) => this.#caller.method(name, codecs));
    }
    return this.#api as MethodsOf<Api>;
  }

  /**
   * The definitions in use. After a reconnect to another VPP they may be others.
   *
   * @throws VppStateError before the first connection, and where the definitions in use are generated code.
   */
  get schema(): Schema {
    const { schema } = this.#definitions();
    if (schema === null) throw new VppStateError("generated definitions have no schema");
    return schema;
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
  call<In, Out>(exchange: RequestDescriptor<In, Out>, ...rest: CallArguments<In>): Promise<Out>;
  call<In>(exchange: OnewayDescriptor<In>, ...rest: CallArguments<In>): Promise<void>;
  call(name: string, fields?: Fields, options?: CallOptions): Promise<Fields>;
  call(
    what: string | ExchangeDescriptor,
    fields: Fields = NO_FIELDS,
    options: CallOptions = NO_OPTIONS,
  ): Promise<unknown> {
    return this.#caller.request(what, fields, options);
  }

  /** Asks for a dump, or for what a `…_get` streams. The request goes out when reading begins. */
  dump<In, Out>(exchange: DumpDescriptor<In, Out>, ...rest: CallArguments<In>): Stream<Out>;
  dump<In, Out, End>(exchange: GetDescriptor<In, Out, End>, ...rest: CallArguments<In>): Stream<Out, End>;
  dump(name: string, fields?: Fields, options?: CallOptions): Stream;
  dump<T, E>(
    what: string | ExchangeDescriptor,
    fields: Fields = NO_FIELDS,
    options: CallOptions = NO_OPTIONS,
  ): Stream<T, E> {
    return this.#caller.stream(what, fields, options);
  }

  /**
   * Calls once for each input, with a window of calls in flight: the quick way to send very many. Memory stays
   * bounded whatever the number of inputs. `await` gives a summary, `for await` each call's result.
   *
   * @throws VppStateError for a window that is no number of calls; the rest when it runs, see {@link Pipeline}.
   */
  pipeline<In, Out>(
    exchange: RequestDescriptor<In, Out>,
    inputs: Inputs<In>,
    options?: PipelineOptions,
  ): Pipeline<In, Out>;
  pipeline(name: string, inputs: Inputs<Fields>, options?: PipelineOptions): Pipeline<Fields, Fields>;
  pipeline<In, Out>(
    what: string | ExchangeDescriptor,
    inputs: Inputs<In>,
    options: PipelineOptions = NO_OPTIONS,
  ): Pipeline<In, Out> {
    return this.#caller.pipeline(what, inputs, options);
  }

  /**
   * Sends one message and returns its context without waiting. All that comes back goes to {@link onMessage};
   * a dump sent so needs a `control_ping` after it.
   *
   * @throws VppEncodeError, VppCompatibilityError, VppStateError, VppConnectionError.
   */
  send(name: string, fields: Fields = NO_FIELDS): number {
    return this.#caller.send(name, fields);
  }

  /** Hears every message that belongs to no call: answers to {@link send}, events, late replies. */
  onMessage(listener: (message: Message) => void): () => void {
    return this.#listen(this.#messages, listener);
  }

  /**
   * Calls `listener` for each event of this name. Where VPP wants to be asked (`want_…`), that is done, undone
   * after the last listener, and done again after a reconnect.
   *
   * @throws VppStateError for a name that is no message.
   */
  on<K extends keyof EventMap & string>(
    event: K,
    listener: (event: EventMap[K]) => void,
    options?: EventOptions,
  ): EventSubscription;
  on<Out>(
    event: EventDescriptor<Out>,
    listener: (event: Out) => void,
    options?: EventOptions,
  ): EventSubscription;
  on(
    event: string | EventDescriptor,
    listener: (event: never) => void,
    options: EventOptions = {},
  ): EventSubscription {
    this.#requireEvent(event);
    return this.#events.on(event, (fields) => listener(fields as never), options);
  }

  /** The same events to iterate over. They are kept from now on, up to a limit. */
  events<K extends keyof EventMap & string>(event: K, options?: EventStreamOptions): EventStream<EventMap[K]>;
  events<Out>(event: EventDescriptor<Out>, options?: EventStreamOptions): EventStream<Out>;
  events<Out>(event: string | EventDescriptor, options: EventStreamOptions = {}): EventStream<Out> {
    this.#requireEvent(event);
    return this.#events.stream<Out>(event, options);
  }

  /** Hears when the link is lost, tried again and back. Returns what takes the listener away. */
  onState(listener: StateListener): () => void {
    return this.#listen(this.#states, listener);
  }

  /**
   * Hears of failures that belong to no call: a listener that throws, an event that can't be read, a
   * subscription that VPP refuses after a reconnect. Without a listener they are uncaught exceptions.
   */
  onError(listener: (error: unknown) => void): () => void {
    return this.#listen(this.#errors, listener);
  }

  /** Which of these messages this VPP lacks, and which it has with another layout. */
  checkCompatibility(expected: Iterable<Expected>): Compatibility {
    const { schema, codecs } = this.#definitions();
    const known = (name: string) => (schema === null ? codecs.message(name) : schema.messages.get(name));
    return compare(expected, this.messageTable, known);
  }

  /** How often each message was called, and how long the answers took. */
  stats(): Map<string, CallStats> {
    return this.#counters.read();
  }

  /** Settles when there is a connection, at once where there is. Rejects when the client is closed. */
  ready(): Promise<void> {
    return this.#connector.ready();
  }

  /**
   * Says goodbye to VPP and closes. Calls in flight fail with VppConnectionError. A VPP that doesn't answer is waited for
   * a second; one that has taken only a part of a request by then gets the rest in the next ten. Safe to call again.
   */
  close(): Promise<void> {
    return this.#connector.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  static {
    showAs(Vpp.prototype, "Vpp", (vpp) => vpp.#connector.shown());
  }

  #definitions(): Loaded {
    if (this.#loaded === null) throw new VppStateError("not connected yet: await connect() first");
    return this.#loaded;
  }

  /** An event that this VPP has with another layout would never be heard. */
  #requireEvent(event: string | EventDescriptor): void {
    if (this.#caller.session === null) return;
    const { schema, codecs } = this.#definitions();
    if (typeof event !== "string") requireMessages([event], this.messageTable);
    else if (schema === null) {
      const message = codecs.message(event);
      if (message !== undefined) requireMessages([message], this.messageTable);
    }
  }

  #changed(state: ConnectionState, connected: Connected | null): void {
    this.#caller.session = connected?.session ?? null;
    if (connected !== null) {
      if (this.#loaded !== connected.loaded) this.#api = null;
      this.#loaded = connected.loaded;
    }
    this.#states.tellInTurn(state, () => {
      if (connected === null) this.#events.lost();
      else if (this.#events.listening) void this.#events.restore();
      if (state.kind === "closed") this.#events.end(state.error);
    });
  }

  #report(error: unknown): void {
    this.#diagnostics.stray(error);
    if (this.#errors.size === 0) throwLater(error);
    this.#errors.tell(error);
  }

  #listen<T>(listeners: Listeners<T>, listener: (value: T) => void): () => void {
    listeners.add(listener);
    this.#connector.reconsider();
    return () => {
      listeners.remove(listener);
      this.#connector.reconsider();
    };
  }
}

/** Throws where no reply and no change of state is being dealt with, so that only the listener's owner sees it. */
function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
