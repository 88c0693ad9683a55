import type { ExchangeDescriptor, Fields } from "../codec/index.ts";
import { type VppError, VppStateError } from "../errors/index.ts";
import {
  actualExchange,
  CALL_OPTIONS,
  type Call,
  type CallOptions,
  type CallSink,
  type CodecSource,
  failedReply,
  type Inputs,
  NO_OPTIONS,
  nameOf,
  Pipeline,
  type PipelineRules,
  type Reply,
  requireKnownOptions,
  type Session,
  Stream,
} from "../protocol/index.ts";
import type { AnyMethod } from "./api.ts";
import type { PipelineOptions } from "./options.ts";

/** Those that a pipeline has of its own. */
const PIPELINE_RULES: Readonly<Record<keyof PipelineRules, true>> = {
  window: true,
  order: true,
  errors: true,
  signal: true,
};
const PIPELINE_OPTIONS: ReadonlySet<string> = new Set([...CALL_OPTIONS, ...Object.keys(PIPELINE_RULES)]);

export const NO_FIELDS: Fields = Object.freeze({});

export interface CallerHost {
  /** Why there is no session now. */
  whyNot(): VppError;
  /** The reader of a dump lags behind, or has caught up. */
  pressure(on: boolean): void;
}

/** Makes calls on the session of the moment; without one they fail. */
export class Caller {
  /** Null while there is no connection. */
  session: Session | null = null;
  readonly #host: CallerHost;

  constructor(host: CallerHost) {
    this.#host = host;
  }

  /** Calls what is defined as `name`. A dump is asked when it is read, with a connection and without. */
  method(name: string, codecs: CodecSource): AnyMethod {
    let streams: boolean | null = null;
    return (fields = NO_FIELDS, options = NO_OPTIONS) => {
      streams ??= isStream(name, codecs);
      return streams
        ? this.stream<Fields, Fields>(name, fields, options)
        : this.request(name, fields, options);
    };
  }

  request(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions): Reply<Fields> {
    const { session } = this;
    if (session === null) return failedReply(this.#host.whyNot());
    return session.request(what, fields, options) as Reply<Fields>;
  }

  stream<T, E>(what: string | ExchangeDescriptor, fields: Fields, options: CallOptions): Stream<T, E> {
    return new Stream<T, E>({
      name: nameOf(what),
      start: (sink) => this.#need().stream(what, fields, options, sink),
      pressure: (on) => this.#host.pressure(on),
    });
  }

  /** @throws VppStateError for a window that is no number of calls, and for options that are none. */
  pipeline<In, Out>(
    what: string | ExchangeDescriptor,
    inputs: Inputs<In>,
    options: PipelineOptions,
  ): Pipeline<In, Out> {
    const name = nameOf(what);
    requireKnownOptions(name, options, PIPELINE_OPTIONS);
    // The signal is the pipeline's, which gives its calls up itself.
    const { signal: _, ...each } = options;
    const begin = (): void => {
      const { kind } = this.#need().bind(what);
      if (kind !== "request")
        throw new VppStateError(`${name}: a pipeline sends requests, this is a ${kind}`);
    };
    const send = (fields: Fields, sink: CallSink): Call => this.#need().requestInto(what, fields, each, sink);
    const giveUp = (call: Call, error: unknown): boolean => this.session?.giveUp(call, error) ?? false;
    return new Pipeline<In, Out, Call>({ name, begin, send, giveUp }, inputs, options);
  }

  /** @throws as {@link Session.send}, and where there is no connection. */
  send(name: string, fields: Fields): number {
    return this.#need().send(name, fields);
  }

  #need(): Session {
    if (this.session === null) throw this.#host.whyNot();
    return this.session;
  }
}

/** Where the definitions are bad, the call says so. */
function isStream(name: string, codecs: CodecSource): boolean {
  try {
    const declared = codecs.exchange(name);
    if (declared === undefined) return false;
    const { kind } = actualExchange(declared);
    return kind === "dump" || kind === "get";
  } catch {
    return false;
  }
}
