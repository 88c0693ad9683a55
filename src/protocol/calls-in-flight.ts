import { VppTimeoutError } from "../errors/index.ts";
import type { Call } from "./call.ts";
import { CallTable } from "./call-table.ts";
import type { CallObserver } from "./observer.ts";
import { Signals } from "./signals.ts";
import { silenceOf } from "./silent.ts";

export interface CallsHost {
  /** Milliseconds, from anywhere. */
  now(): number;
  /** The next deadline came nearer. */
  deadline(at: number): void;
  /** The number of calls in flight left or reached 0. */
  busy(is: boolean): void;
}

/** The calls that VPP has still to answer: when each is late, and how they end without an answer. */
export class CallsInFlight {
  readonly #table = new CallTable();
  readonly #signals = new Signals((call, reason) => this.giveUp(call, reason));
  readonly #observer: CallObserver;
  readonly #host: CallsHost;
  /** The host knows of this one. */
  #nextDeadline = Number.POSITIVE_INFINITY;

  constructor(observer: CallObserver, host: CallsHost) {
    this.#observer = observer;
    this.#host = host;
  }

  get size(): number {
    return this.#table.size;
  }

  /** A context that no call has; also for messages that belong to no call. */
  nextContext(): number {
    return this.#table.nextContext();
  }

  get(context: number): Call | undefined {
    return this.#table.get(context);
  }

  /** The call was sent with this context; the signal gives it up. */
  add(call: Call, context: number, signal?: AbortSignal): void {
    this.#table.add(call, context);
    if (this.#table.size === 1) this.#host.busy(true);
    const { deadline } = call;
    if (deadline < this.#nextDeadline) {
      this.#nextDeadline = deadline;
      this.#host.deadline(deadline);
    }
    if (signal !== undefined) this.#signals.add(call, signal);
  }

  /** False where the call is out already: whoever takes it out settles it. */
  remove(call: Call): boolean {
    const removed = this.#table.remove(call);
    if (removed && this.#table.size === 0) this.#host.busy(false);
    return removed;
  }

  /** Fails a call that has been removed. */
  fail(call: Call, error: unknown, now: number): void {
    if (this.#observer.errors.hasSubscribers) {
      this.#observer.error(call.binding.name, call.context, now - call.started.at, error);
    }
    call.fail(error);
  }

  /** What still comes for the call is thrown away. False where it has ended already. */
  giveUp(call: Call, error: unknown): boolean {
    if (!this.remove(call)) return false;
    this.fail(call, error, this.#host.now());
    return true;
  }

  /** Each of them, once. */
  giveUpAll(error: unknown): void {
    for (const call of [...this.#table]) this.giveUp(call, error);
  }

  /** Fails the calls whose time is over and returns when to look again. */
  expire(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    const late: Call[] = [];
    const looked = { at: now };
    for (const call of this.#table) {
      if (call.sink?.lagged() === true) call.heard = looked;
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
}
