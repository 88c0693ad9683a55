import type { Fields } from "../codec/index.ts";
import type { Connection } from "./connection.ts";

/** What a handler is told besides the request. */
export interface RequestContext {
  /** The name the client gave in its handshake. */
  readonly client: string;
  readonly clientIndex: number;
  /** The request's own. */
  readonly context: number;
  /** The request's message. */
  readonly message: string;
  /** Sends any message to this client, ahead of the answer; `client_index` is the client's own. */
  send(name: string, fields?: Fields): void;
}

/** What answers a get: details, and the reply that ends them. */
export interface GetAnswer<Out = Fields, End = Fields> {
  readonly details: Iterable<Out>;
  readonly reply: End;
}

/** A reply, a dump's details, a get's answer; undefined for no answer at all. */
export type Answer = Fields | Iterable<Fields> | GetAnswer | undefined;

/** Answers one request. While a promise is pending, what the client sends waits, as it would in VPP. */
export type Handler<In = Fields, A = Answer> = (request: In, context: RequestContext) => A | Promise<A>;

/** A handler that reads and writes bytes itself, for what must be fast; a long answer comes as an iterator, a
 * message a step. `start` is where the payload begins. */
export type RawHandler = (
  to: Connection,
  bytes: Buffer,
  start: number,
  end: number,
) => Iterator<void> | undefined;
