import type { CallCounter } from "./call-stats.ts";
import type { InboxHost } from "./inbox.ts";
import type { CallObserver } from "./observer.ts";

export interface SessionOptions {
  /** Milliseconds for a call that doesn't say otherwise. */
  readonly timeout: number;
  /** Calls in flight at once. */
  readonly maxInFlight: number;
  /** Bytes encoded and not yet taken by the transport. */
  readonly maxQueued: number;
  /** Bytes of one dump that wait for a loop to read them. */
  readonly maxBuffered: number;
  /** Bytes of one request. */
  readonly maxRequest: number;
  /** Whether messages that can kill VPP are let through. */
  readonly unsafe: boolean;
}

/** What a session asks of whoever owns it. */
export interface SessionHost extends InboxHost {
  /** Milliseconds, from anywhere. */
  now(): number;
  /** Output waits: take it when the reactions due have run. */
  outputPending(): void;
  /** Output is worth a write of its own. */
  outputFull(): void;
  /** The next deadline came nearer. */
  deadline(at: number): void;
  /** The number of calls in flight left or reached 0. */
  busy(is: boolean): void;
  counter(name: string): CallCounter;
  readonly observer: CallObserver;
}
