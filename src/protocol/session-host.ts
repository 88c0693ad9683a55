import type { CallCounter } from "./call-stats.ts";
import type { CallsHost } from "./calls-in-flight.ts";
import type { InboxClient, InboxHost } from "./inbox.ts";
import type { CallObserver } from "./observer.ts";
import type { OutboxHost } from "./outbox.ts";

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

/** What outlives a session: who listens, who watches, what is counted. */
export interface SessionClient extends InboxClient {
  counter(name: string): CallCounter;
  readonly observer: CallObserver;
}

/** What a session asks of the connection that it is on. */
export interface SessionHost extends InboxHost, OutboxHost, CallsHost {
  readonly client: SessionClient;
}
