import type { Source } from "../codec/bytes.ts";
import type { ExchangeDescriptor, Fields, MessageDescriptor } from "../codec/descriptor.ts";
import { EAGAIN, VppApiError, VppStateError } from "../errors/index.ts";
import type { Binding } from "./binding.ts";
import { Bindings } from "./bindings.ts";
import { Call, type CallSink, type Moment } from "./call.ts";
import { type CallOptions, NO_OPTIONS, requireKnownOptions } from "./call-options.ts";
import { CallsInFlight } from "./calls-in-flight.ts";
import { requireDuration, requireSignal } from "./checks.ts";
import type { CodecSource } from "./codecs.ts";
import { nameOf } from "./exchange.ts";
import type { FrameSink } from "./frame.ts";
import type { Hello } from "./handshake.ts";
import { SOCKCLNT_DELETE_REPLY } from "./ids.ts";
import { Inbox } from "./inbox.ts";
import type { CallObserver } from "./observer.ts";
import { Outbox } from "./outbox.ts";
import { failedReply, made, makeReply, type Reply } from "./reply.ts";
import type { SessionHost, SessionOptions } from "./session-host.ts";

/** One connection after its handshake: requests in, bytes out; bytes in, replies out. No I/O, no timers. */
export class Session implements FrameSink {
  /** What is to be sent. */
  readonly outbox: Outbox;
  readonly #hello: Hello;
  readonly #options: SessionOptions;
  readonly #host: SessionHost;
  readonly #observer: CallObserver;
  readonly #calls: CallsInFlight;
  readonly #bindings: Bindings;
  readonly #inbox: Inbox;
  /** The time of this batch of calls or of this chunk: asking for it costs as much as a call. */
  #now: Moment = { at: 0 };
  /** Why no more calls are taken. */
  #closed: unknown = null;

  constructor(hello: Hello, codecs: CodecSource, options: SessionOptions, host: SessionHost) {
    const { clientIndex, table } = hello;
    const { client } = host;
    this.#hello = hello;
    this.#options = options;
    this.#host = host;
    this.#observer = client.observer;
    this.#calls = new CallsInFlight(client.observer, host);
    const inbox = new Inbox(table, codecs, host);
    this.#inbox = inbox;
    this.#bindings = new Bindings(
      table,
      codecs,
      (name) => client.counter(name),
      (answer) => inbox.expect(answer),
    );
    const maxRequest = options.unsafe ? Number.POSITIVE_INFINITY : options.maxRequest;
    this.outbox = new Outbox(clientIndex, maxRequest, {
      outputPending: () => {
        this.#now = { at: host.now() };
        host.outputPending();
      },
      outputFull: () => host.outputFull(),
    });
  }

  get ended(): boolean {
    return this.#closed !== null;
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  /** @throws VppCompatibilityError, or VppStateError for a message that calls nothing. */
  bind(what: string | ExchangeDescriptor): Binding {
    return this.#bindings.of(what);
  }

  /** One message there, one back; for an exchange without a reply a promise already kept. Never throws. */
  request(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions): Reply<unknown> {
    try {
      if (options !== NO_OPTIONS) requireKnownOptions(nameOf(what), options);
      const { timeout = this.#options.timeout, check = true, signal, unsafe = false } = options;
      const binding = this.#bindings.of(what);
      if (binding.details !== null) throw notOne(binding.name);
      this.#admit(binding, fields, timeout, signal, unsafe);
      const context = this.#calls.nextContext();
      this.outbox.encode(binding.request, binding.requestId, fields, context);
      const reply = makeReply();
      if (binding.kind === "oneway") {
        made.resolve(undefined);
      } else {
        const call = new Call(binding, null, this.#now, timeout, check, null);
        call.resolve = made.resolve;
        call.reject = made.reject;
        this.#calls.add(call, context, signal);
      }
      this.#asked(binding.name, context, fields);
      return reply;
    } catch (error) {
      this.#unsent(what, error);
      return failedReply(error);
    }
  }

  /** Starts a dump or get, whose messages go to `sink`. @throws as {@link request} fails. */
  stream(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions, sink: CallSink): Call {
    return this.#start(what, fields, options, sink, true);
  }

  /** As {@link request}, its reply handed to `sink`: for very many calls, without a promise each. @throws as it fails. */
  requestInto(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions, sink: CallSink): Call {
    return this.#start(what, fields, options, sink, false);
  }

  /** Sends one message and forgets it: whatever comes back goes to the client's `stray`. Returns its context. */
  send(name: string, fields: Fields): number {
    const binding = this.#bindings.raw(name);
    this.#admit(binding, fields);
    const context = this.#calls.nextContext();
    this.outbox.encode(binding.request, binding.requestId, fields, context);
    this.#asked(name, context, fields);
    return context;
  }

  /** Marks the arrival of bytes: frames read next count as come now. */
  arrived(now: number = this.#host.now()): void {
    this.#now = { at: now };
  }

  frame(source: Source): void {
    const { view, start } = source;
    const id = view.getUint16(start);
    const incoming = this.#inbox.of(id);
    let context = -1;
    if (incoming.contextOffset >= 0 && start + incoming.contextOffset + 4 <= source.end) {
      context = view.getUint32(start + incoming.contextOffset);
      const call = this.#calls.get(context);
      if (call !== undefined) {
        if (id === call.binding.detailsId) {
          this.#details(call, source);
          return;
        }
        if (id === call.binding.replyId) {
          this.#reply(call, source);
          return;
        }
      }
    }
    // Whoever has said goodbye waits for the answer to that and hears nothing else.
    if (this.#closed === null || id === SOCKCLNT_DELETE_REPLY) this.#inbox.stray(incoming, source, context);
  }

  /** Whether the message that begins so is for a call in flight. */
  awaits(head: Source): boolean {
    if (head.end - head.start < 2) return false;
    const id = head.view.getUint16(head.start);
    const at = this.#inbox.of(id).contextOffset;
    if (at < 0 || head.start + at + 4 > head.end) return false;
    const binding = this.#calls.get(head.view.getUint32(head.start + at))?.binding;
    return binding !== undefined && (id === binding.replyId || id === binding.detailsId);
  }

  /** Gives a call up: what still comes for it is thrown away. False where it has ended already. */
  giveUp(call: Call, error: unknown): boolean {
    return this.#calls.giveUp(call, error);
  }

  /** Fails the calls whose time is over and returns when to look again. */
  expire(now: number): number {
    return this.#calls.expire(now);
  }

  /** Takes no more calls, and fails those in flight, each once. @throws VppStateError while a request is encoded. */
  end(error: unknown): void {
    if (this.#closed !== null) return;
    this.outbox.requireWhole();
    this.#closed = error;
    this.#calls.giveUpAll(error);
  }

  #start(
    what: string | ExchangeDescriptor,
    fields: Fields,
    options: CallOptions,
    sink: CallSink,
    many: boolean,
  ): Call {
    try {
      // Those of a pipeline are looked through once, by whoever begins it.
      if (many && options !== NO_OPTIONS) requireKnownOptions(nameOf(what), options);
      const { timeout = this.#options.timeout, check = true, signal, unsafe = false } = options;
      const binding = this.#bindings.of(what);
      if (many !== (binding.details !== null)) throw many ? notMany(binding.name) : notOne(binding.name);
      this.#admit(binding, fields, timeout, signal, unsafe);
      const context = this.#calls.nextContext();
      this.#encode(binding, fields, context);
      const kept = binding.kind === "get" ? fields : null;
      const call = new Call(binding, kept, this.#now, timeout, check, sink);
      this.#calls.add(call, context, signal);
      this.#asked(binding.name, context, fields);
      return call;
    } catch (error) {
      this.#unsent(what, error);
      throw error;
    }
  }

  #admit(binding: Binding, fields: Fields, timeout = 0, signal?: AbortSignal, unsafe = false): void {
    if (this.#closed !== null) throw this.#closed;
    requireDuration(binding.name, "timeout", timeout);
    if (signal !== undefined) {
      requireSignal(binding.name, signal);
      if (signal.aborted) throw signal.reason;
    }
    if (this.#calls.size >= this.#options.maxInFlight) {
      throw new VppStateError(
        `${binding.name}: ${this.#options.maxInFlight} calls are in flight (maxInFlight)`,
      );
    }
    const { queued } = this.outbox;
    if (queued >= this.#options.maxQueued) {
      throw new VppStateError(`${binding.name}: ${queued} bytes wait to be sent (maxQueued)`);
    }
    if (binding.guard !== null && !unsafe && !this.#options.unsafe) {
      const why = binding.guard(fields, this.#hello.clientIndex);
      if (why !== null) throw new VppStateError(`${binding.name}: refused without { unsafe: true }: ${why}`);
    }
  }

  #unsent(what: string | ExchangeDescriptor, error: unknown): void {
    if (!this.#observer.errors.hasSubscribers) return;
    this.#observer.error(nameOf(what), null, 0, error);
  }

  /** Encodes a request, and for a dump the ping that ends it, both with the same context. */
  #encode(binding: Binding, fields: Fields, context: number): void {
    const { ping, pingId } = this.#bindings;
    this.outbox.encode(binding.request, binding.requestId, fields, context);
    if (binding.kind === "dump") this.outbox.encode(ping.request, pingId, {}, context);
  }

  /** Once a call is in flight: whoever hears of it may end the session, and with it the call. */
  #asked(name: string, context: number, fields: Fields): void {
    if (this.#observer.requests.hasSubscribers) this.#observer.request(name, context, fields);
    this.outbox.added();
  }

  #details(call: Call, source: Source): void {
    call.heard = this.#now;
    const { sink } = call;
    if (sink === null || sink.dropped) return;
    let fields: Fields;
    try {
      fields = (call.binding.details as MessageDescriptor).decode(source);
    } catch (error) {
      this.giveUp(call, error);
      return;
    }
    sink.details(fields, source.end - source.start);
    if (sink.buffered > this.#options.maxBuffered) this.giveUp(call, this.#tooSlow(call, sink.buffered));
  }

  #tooSlow({ binding }: Call, buffered: number): VppStateError {
    return new VppStateError(
      `${binding.name}: its reader lags behind by ${buffered} bytes, more than ${this.#options.maxBuffered} ` +
        "(maxBuffered), while other calls or listeners keep the connection from pausing",
    );
  }

  #reply(call: Call, source: Source): void {
    const { binding } = call;
    this.#calls.remove(call);
    let reply: Fields;
    try {
      reply = (binding.reply as MessageDescriptor).decode(source);
    } catch (error) {
      this.#calls.fail(call, error, this.#now.at);
      return;
    }
    const status = reply[binding.statusField];
    // Two replies have an unsigned retval: -159 comes as 4294967137.
    const retval = typeof status === "number" ? status | 0 : 0;
    const duration = this.#now.at - call.started.at;
    if (this.#observer.replies.hasSubscribers) {
      this.#observer.reply(binding.name, call.context, retval, duration, reply);
    }
    if (retval === EAGAIN && call.fields !== null && typeof reply.cursor === "number") {
      this.#askAgain(call, reply.cursor);
      return;
    }
    binding.counter.add(duration);
    if (retval < 0 && call.check)
      this.#calls.fail(call, new VppApiError(binding.name, retval, reply), this.#now.at);
    else call.succeed(reply);
  }

  /** Asks for the next part of what a get gives. */
  #askAgain(call: Call, cursor: number): void {
    if (call.sink?.dropped === true) {
      call.succeed({});
      return;
    }
    const context = this.#calls.nextContext();
    const fields = { ...call.fields, cursor };
    try {
      // Whoever heard of the answer may have ended the session: nothing goes out behind its goodbye.
      if (this.#closed !== null) throw this.#closed;
      this.#encode(call.binding, fields, context);
    } catch (error) {
      this.#calls.fail(call, error, this.#now.at);
      return;
    }
    call.heard = this.#now;
    this.#calls.add(call, context);
    this.#asked(call.binding.name, context, fields);
  }
}

function notMany(name: string): VppStateError {
  return new VppStateError(`${name}: no dump: vpp.call("${name}")`);
}

function notOne(name: string): VppStateError {
  return new VppStateError(`${name}: answered by many messages: vpp.dump("${name}")`);
}
