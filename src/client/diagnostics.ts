import { type Channel, channel } from "node:diagnostics_channel";
import type { Fields } from "../codec/index.ts";
import type { CallObserver } from "../protocol/index.ts";
import type { Logger } from "./logger.ts";
import type { ConnectionState } from "./state.ts";

/** Which client it is; the same object for all that one client publishes. */
export interface DiagnosticsClient {
  readonly name: string;
  readonly socket: string;
}

/** On `vpp-ts:request`: a request was handed to the connection. */
export interface RequestDiagnostics {
  readonly client: DiagnosticsClient;
  /** The message's name. */
  readonly name: string;
  /** Tells the calls in flight of one connection apart; comes again in the reply or error. */
  readonly context: number;
  /** As the caller gave them. Not to be changed. */
  readonly fields: Fields;
}

/** On `vpp-ts:reply`: VPP has answered; for a dump the message that ends it. */
export interface ReplyDiagnostics {
  readonly client: DiagnosticsClient;
  /** The request's name. */
  readonly name: string;
  readonly context: number;
  /** Negative where VPP refused; 0 for replies that carry none. */
  readonly retval: number;
  /** Milliseconds since the call was made. */
  readonly duration: number;
  readonly fields: Fields;
}

/** On `vpp-ts:error`: a call failed, or something that belongs to no call. */
export interface ErrorDiagnostics {
  readonly client: DiagnosticsClient;
  /** The request's name; null for what belongs to no call, as `onError` hears of. */
  readonly name: string | null;
  /** Null where nothing was sent. */
  readonly context: number | null;
  /** Milliseconds since the call was made. */
  readonly duration: number;
  readonly error: unknown;
}

/** On `vpp-ts:state`: the connection came, went or is tried again. */
export interface StateDiagnostics {
  readonly client: DiagnosticsClient;
  readonly state: ConnectionState;
}

const requests: Channel = channel("vpp-ts:request");
const replies: Channel = channel("vpp-ts:reply");
const errors: Channel = channel("vpp-ts:error");
const states: Channel = channel("vpp-ts:state");

/** Publishes what one client does, and tells its logger. A subscriber that throws is an uncaught exception. */
export class Diagnostics implements CallObserver {
  readonly requests: Channel = requests;
  readonly replies: Channel = replies;
  readonly errors: { readonly hasSubscribers: boolean };
  readonly #client: DiagnosticsClient;
  readonly #logger: Logger | null;

  constructor(client: DiagnosticsClient, logger: Logger | null) {
    this.#client = Object.freeze(client);
    this.#logger = logger;
    this.errors = logger === null ? errors : { hasSubscribers: true };
  }

  request(name: string, context: number, fields: Fields): void {
    requests.publish({ client: this.#client, name, context, fields } satisfies RequestDiagnostics);
  }

  reply(name: string, context: number, retval: number, duration: number, fields: Fields): void {
    const message: ReplyDiagnostics = { client: this.#client, name, context, retval, duration, fields };
    replies.publish(message);
  }

  error(name: string, context: number | null, duration: number, error: unknown): void {
    this.#publish({ client: this.#client, name, context, duration, error });
    if (this.#logger === null) return;
    const text = textOf(error);
    this.#log("debug", text.startsWith(`${name}: `) ? text : `${name}: ${text}`);
  }

  /** A failure that belongs to no call. */
  stray(error: unknown): void {
    this.#publish({ client: this.#client, name: null, context: null, duration: 0, error });
    this.#log("error", textOf(error));
  }

  state(state: ConnectionState): void {
    if (states.hasSubscribers) states.publish({ client: this.#client, state } satisfies StateDiagnostics);
    if (this.#logger === null) return;
    switch (state.kind) {
      case "connecting":
        return;
      case "connected":
        this.#log("info", "connected");
        return;
      case "reconnecting":
        this.#log("warn", `try ${state.attempt} in ${state.delay} ms: ${textOf(state.error)}`);
        return;
      case "closed":
        if (state.error === null) this.#log("info", "closed");
        else this.#log("error", `closed: ${textOf(state.error)}`);
    }
  }

  #publish(message: ErrorDiagnostics): void {
    if (errors.hasSubscribers) errors.publish(message);
  }

  #log(level: keyof Logger, text: string): void {
    if (this.#logger === null) return;
    try {
      this.#logger[level](`vpp-ts ${this.#client.socket}: ${text}`);
    } catch (error) {
      // As a subscriber that throws: the caller's mistake, and no reason to lose a reply.
      process.nextTick(() => {
        throw error;
      });
    }
  }
}

/** An error and what caused it, in one line. */
function textOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; depth++) {
    const text = at instanceof Error ? at.message : String(at);
    // Many errors quote their cause.
    if (!texts.some((said) => said.includes(text))) texts.push(text);
    at = at instanceof Error ? at.cause : undefined;
  }
  return texts.join(": ");
}
