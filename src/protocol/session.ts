import { type Slab, type Source, Writer } from "../codec/bytes.ts";
import type { ExchangeDescriptor, Fields, MessageDescriptor } from "../codec/descriptor.ts";
import { EAGAIN, VppApiError, VppStateError, VppTimeoutError } from "../errors/index.ts";
import type { Binding } from "./binding.ts";
import { Bindings } from "./bindings.ts";
import { Call, type Moment, type StreamSink } from "./call.ts";
import type { CallOptions } from "./call-options.ts";
import { CallTable } from "./call-table.ts";
import { requireDuration, requireSignal } from "./checks.ts";
import type { CodecSource } from "./codecs.ts";
import { beginFrame, endFrame, type FrameSink } from "./frame.ts";
import type { Hello } from "./handshake.ts";
import { SOCKCLNT_DELETE_REPLY } from "./ids.ts";
import { Inbox } from "./inbox.ts";
import type { CallObserver } from "./observer.ts";
import { failedReply, made, makeReply, type Reply } from "./reply.ts";
import type { SessionHost, SessionOptions } from "./session-host.ts";
import { silenceOf } from "./silent.ts";

/** Output from which on a write pays, so that VPP begins its work while more is being encoded. */
const FLUSH_AT = 1 << 16;
/** Of output buffers; those of this size are used again. */
export const OUTPUT_SIZE: number = 1 << 18;

/** One connection after its handshake: requests in, bytes out; bytes in, replies out. No I/O, no timers. */
export class Session implements FrameSink {
  readonly hello: Hello;
  readonly #host: SessionHost;
  readonly #observer: CallObserver;
  readonly #options: SessionOptions;
  readonly #calls = new CallTable();
  readonly #bindings: Bindings;
  readonly #inbox: Inbox;
  #out = new Writer(OUTPUT_SIZE);
  #dirty = false;
  /** The time of this batch of calls or of this chunk: asking for it costs as much as a call. */
  #now: Moment = { at: 0 };
  #nextDeadline = Number.POSITIVE_INFINITY;
  /** Why no more calls are taken. */
  #closed: unknown = null;

  constructor(hello: Hello, codecs: CodecSource, options: SessionOptions, host: SessionHost) {
    this.hello = hello;
    this.#options = options;
    this.#host = host;
    this.#observer = host.observer;
    const inbox = new Inbox(hello.table, codecs, host);
    this.#inbox = inbox;
    this.#bindings = new Bindings(
      hello.table,
      codecs,
      (name) => host.counter(name),
      (answer) => inbox.expect(answer),
    );
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
      const { timeout = this.#options.timeout, check = true, signal, unsafe = false } = options;
      const binding = this.#bindings.of(what);
      if (binding.details !== null) throw notOne(binding.name);
      this.#admit(binding, fields, timeout, signal, unsafe);
      const context = this.#calls.nextContext();
      this.#encode(binding.request, binding.requestId, fields, context);
      if (this.#observer.requests.hasSubscribers) this.#observer.request(binding.name, context, fields);
      const reply = makeReply();
      if (binding.kind === "oneway") {
        made.resolve(undefined);
      } else {
        const call = new Call(binding, null, this.#now, timeout, check, null);
        call.resolve = made.resolve;
        call.reject = made.reject;
        this.#add(call, context, signal);
      }
      if (this.#out.pos >= FLUSH_AT) this.#host.outputFull();
      return reply;
    } catch (error) {
      this.#unsent(what, error);
      return failedReply(error);
    }
  }

  /** Starts a dump or get, whose messages go to `sink`. @throws as {@link request} fails. */
  stream(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions, sink: StreamSink): Call {
    return this.#start(what, fields, options, sink, true);
  }

  /** As {@link request}, its reply handed to `sink`: for very many calls, without a promise each. @throws as it fails. */
  requestInto(
    what: string | ExchangeDescriptor,
    fields: Fields,
    options: CallOptions,
    sink: StreamSink,
  ): Call {
    return this.#start(what, fields, options, sink, false);
  }

  /** Sends one message and forgets it: whatever comes back goes to the host's `stray`. Returns its context. */
  send(name: string, fields: Fields): number {
    const binding = this.#bindings.raw(name);
    this.#admit(binding, fields);
    const context = this.#calls.nextContext();
    this.#encode(binding.request, binding.requestId, fields, context);
    if (this.#observer.requests.hasSubscribers) this.#observer.request(name, context, fields);
    if (this.#out.pos >= FLUSH_AT) this.#host.outputFull();
    return context;
  }

  /** Puts a ready-made frame behind what is queued. */
  append(frame: Buffer): void {
    this.#touch();
    const at = this.#out.reserve(frame.length);
    frame.copy(this.#out.bytes, at);
    this.#out.pos = at + frame.length;
  }

  get queued(): number {
    return this.#out.pos;
  }

  /** What {@link takeOutput} will hand out a part of. */
  get outputSlab(): Slab {
    return this.#out.slab;
  }

  /** Takes what is to be written; `next`, all zero, is written into from now on. */
  takeOutput(next?: Slab): Buffer {
    this.#dirty = false;
    return this.#out.take(next);
  }

  /** Nothing was taken of the output of this tick: what there is stays, and the next call asks again. */
  outputHeld(): void {
    this.#dirty = false;
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
    if (!this.#remove(call)) return false;
    this.#fail(call, error, this.#host.now());
    return true;
  }

  /** Fails the calls whose time is over and returns when to look again. */
  expire(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    const late: Call[] = [];
    const looked = { at: now };
    for (const call of this.#calls) {
      if (call.stream?.lagged() === true) call.heard = looked;
      const { deadline } = call;
      if (deadline <= now) late.push(call);
      else if (deadline < next) next = deadline;
    }
    this.#nextDeadline = next;
    for (const call of late) {
      const { name } = call.binding;
      this.giveUp(call, new VppTimeoutError(name, call.timeout, silenceOf(name)));
    }
    return next;
  }

  /** Takes no more calls, and fails those in flight, each once. */
  end(error: unknown): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    for (const call of [...this.#calls]) this.giveUp(call, error);
  }

  #start(
    what: string | ExchangeDescriptor,
    fields: Fields,
    options: CallOptions,
    sink: StreamSink,
    many: boolean,
  ): Call {
    try {
      const { timeout = this.#options.timeout, check = true, signal, unsafe = false } = options;
      const binding = this.#bindings.of(what);
      if (many !== (binding.details !== null)) throw many ? notMany(binding.name) : notOne(binding.name);
      this.#admit(binding, fields, timeout, signal, unsafe);
      const context = this.#calls.nextContext();
      this.#ask(binding, fields, context);
      const kept = binding.kind === "get" ? fields : null;
      const call = new Call(binding, kept, this.#now, timeout, check, sink);
      this.#add(call, context, signal);
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
    if (this.#out.pos >= this.#options.maxQueued) {
      throw new VppStateError(`${binding.name}: ${this.#out.pos} bytes wait to be sent (maxQueued)`);
    }
    if (binding.guard !== null && !unsafe && !this.#options.unsafe) {
      const why = binding.guard(fields, this.hello.clientIndex);
      if (why !== null) throw new VppStateError(`${binding.name}: refused without { unsafe: true }: ${why}`);
    }
  }

  #touch(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#now = { at: this.#host.now() };
    this.#host.outputPending();
  }

  #encode(message: MessageDescriptor, id: number, fields: Fields, context: number): void {
    if (!this.#dirty) this.#touch();
    const out = this.#out;
    const start = beginFrame(out);
    try {
      message.encode(out, fields, id, this.hello.clientIndex, context);
    } catch (error) {
      out.rollback(start);
      throw error;
    }
    const size = out.pos - start;
    if (size > this.#options.maxRequest && !this.#options.unsafe) {
      out.rollback(start);
      throw new VppStateError(
        `${message.name}: ${size} bytes are more than ${this.#options.maxRequest} (maxRequest)`,
      );
    }
    endFrame(out, start);
  }

  /** Fails a call that is out of the table. */
  #fail(call: Call, error: unknown, now: number): void {
    if (this.#observer.errors.hasSubscribers) {
      this.#observer.error(call.binding.name, call.context, now - call.started.at, error);
    }
    call.fail(error);
  }

  #unsent(what: string | ExchangeDescriptor, error: unknown): void {
    if (!this.#observer.errors.hasSubscribers) return;
    this.#observer.error(typeof what === "string" ? what : what.request.name, null, 0, error);
  }

  /** Sends the request of a stream, and for a dump the ping that ends it, both with the same context. */
  #ask(binding: Binding, fields: Fields, context: number): void {
    const { ping, pingId } = this.#bindings;
    this.#encode(binding.request, binding.requestId, fields, context);
    if (this.#observer.requests.hasSubscribers) this.#observer.request(binding.name, context, fields);
    if (binding.kind === "dump") this.#encode(ping.request, pingId, {}, context);
    if (this.#out.pos >= FLUSH_AT) this.#host.outputFull();
  }

  #add(call: Call, context: number, signal?: AbortSignal): void {
    this.#calls.add(call, context);
    if (this.#calls.size === 1) this.#host.busy(true);
    const { deadline } = call;
    if (deadline < this.#nextDeadline) {
      this.#nextDeadline = deadline;
      this.#host.deadline(deadline);
    }
    if (signal !== undefined) {
      const abort = (): void => void this.giveUp(call, signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      call.unlisten = () => signal.removeEventListener("abort", abort);
    }
  }

  #remove(call: Call): boolean {
    const removed = this.#calls.remove(call);
    if (removed && this.#calls.size === 0) this.#host.busy(false);
    return removed;
  }

  #details(call: Call, source: Source): void {
    call.heard = this.#now;
    const { stream } = call;
    if (stream === null || stream.dropped) return;
    let fields: Fields;
    try {
      fields = (call.binding.details as MessageDescriptor).decode(source);
    } catch (error) {
      this.giveUp(call, error);
      return;
    }
    stream.details(fields, source.end - source.start);
    if (stream.buffered > this.#options.maxBuffered) this.giveUp(call, this.#tooSlow(call, stream.buffered));
  }

  #tooSlow({ binding }: Call, buffered: number): VppStateError {
    return new VppStateError(
      `${binding.name}: its reader lags behind by ${buffered} bytes, more than ${this.#options.maxBuffered} ` +
        "(maxBuffered), while other calls or listeners keep the connection from pausing",
    );
  }

  #reply(call: Call, source: Source): void {
    const { binding } = call;
    this.#remove(call);
    let reply: Fields;
    try {
      reply = (binding.reply as MessageDescriptor).decode(source);
    } catch (error) {
      this.#fail(call, error, this.#now.at);
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
      this.#fail(call, new VppApiError(binding.name, retval, reply), this.#now.at);
    else call.succeed(reply);
  }

  #askAgain(call: Call, cursor: number): void {
    if (call.stream?.dropped === true) {
      call.succeed({});
      return;
    }
    const context = this.#calls.nextContext();
    try {
      this.#ask(call.binding, { ...call.fields, cursor }, context);
    } catch (error) {
      this.#fail(call, error, this.#now.at);
      return;
    }
    call.heard = this.#now;
    this.#calls.add(call, context);
    if (this.#calls.size === 1) this.#host.busy(true);
  }
}

function notMany(name: string): VppStateError {
  return new VppStateError(`${name}: no dump: vpp.call("${name}")`);
}

function notOne(name: string): VppStateError {
  return new VppStateError(`${name}: answered by many messages: vpp.dump("${name}")`);
}
