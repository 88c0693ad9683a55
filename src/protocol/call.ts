import type { Fields } from "../codec/descriptor.ts";
import type { Binding } from "./binding.ts";

/** Where what VPP answers goes, for a call that has no promise of its own: that of a dump, or of a pipeline. */
export interface CallSink {
  /** True once nobody wants messages any more: those to come are not decoded. */
  readonly dropped: boolean;
  /** Bytes that wait to be read. */
  readonly buffered: number;
  /** True when its reader lagged behind at any time since this was last asked: silence is not VPP's then. */
  lagged(): boolean;
  /** A message came, in so many bytes. */
  details(fields: Fields, size: number): void;
  end(reply: Fields): void;
  fail(error: unknown): void;
}

/**
 * A point in time, in milliseconds, shared by all calls of a batch: a number of its own in each call would be an object
 * of its own, twice, for V8 to copy as long as the call is in flight.
 */
export interface Moment {
  readonly at: number;
}

/** A call in flight. All have the same shape, whatever their kind. */
export class Call {
  readonly binding: Binding;
  /** What was asked: sent again with another cursor. Null where that can't happen. */
  readonly fields: Fields | null;
  readonly timeout: number;
  readonly check: boolean;
  readonly sink: CallSink | null;
  context = 0;
  readonly started: Moment;
  /** When it was last heard of: its time counts from then. */
  heard: Moment;
  resolve: ((value: unknown) => void) | null = null;
  reject: ((error: unknown) => void) | null = null;
  /** Takes the call off its signal, where it has one. */
  unlisten: (() => void) | null = null;

  constructor(
    binding: Binding,
    fields: Fields | null,
    now: Moment,
    timeout: number,
    check: boolean,
    sink: CallSink | null,
  ) {
    this.binding = binding;
    this.fields = fields;
    this.started = now;
    this.heard = now;
    this.timeout = timeout;
    this.check = check;
    this.sink = sink;
  }

  get deadline(): number {
    return this.heard.at + this.timeout;
  }

  /** Ends the call well. It must be out of the table. */
  succeed(reply: Fields): void {
    this.unlisten?.();
    if (this.sink === null) this.resolve?.(reply);
    else this.sink.end(reply);
  }

  /** Ends the call badly. It must be out of the table. */
  fail(error: unknown): void {
    this.unlisten?.();
    if (this.sink === null) this.reject?.(error);
    else this.sink.fail(error);
  }
}
