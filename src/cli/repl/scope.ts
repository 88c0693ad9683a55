import { type InspectOptions, inspect } from "node:util";
import { type AnyMethod, makeApi, type UntypedResult } from "../../client/api.ts";
import { type CallOptions, Vpp } from "../../client/index.ts";
import { codecsOf, type Fields } from "../../codec/index.ts";
import { actualExchange } from "../../protocol/exchange.ts";
import { Stream } from "../../protocol/index.ts";
import type { Message, Schema } from "../../schema/index.ts";
import type { InFlight } from "./in-flight.ts";
import type { Origins } from "./origins.ts";

/**
 * The `vpp` of the prompt: the client it is given, but its calls can be cancelled, and it is known of what they
 * bring which message it was.
 */
export function promptVpp(vpp: Vpp, inFlight: InFlight, origins: Origins): { readonly api: object } {
  const watch = (result: unknown, name: string): unknown => {
    const answer = answerOf(vpp.schema, name);
    if (answer === undefined) return result;
    if (result instanceof Stream) return watchStream(result, answer, origins);
    return result instanceof Promise ? watchReply(result, answer, origins) : result;
  };
  let made: { readonly schema: Schema; readonly api: object } | null = null;
  const api = (): object => {
    // After a reconnect there may be another VPP with other messages.
    if (made?.schema !== vpp.schema) {
      const { schema } = vpp;
      const methodOf =
        (name: string): AnyMethod =>
        (fields, options) =>
          watch(vpp.api[name]?.(fields, inFlight.options(options)), name) as UntypedResult;
      made = { schema, api: makeApi([...schema.services.keys()], methodOf) };
    }
    return made.api;
  };
  return Object.create(Vpp.prototype, {
    ...boundTo(vpp),
    api: { get: api, enumerable: true },
    call: {
      value: (name: string, fields?: Fields, options?: CallOptions) =>
        watch(vpp.call(name, fields, inFlight.options(options)), name),
    },
    dump: {
      value: (name: string, fields?: Fields, options?: CallOptions) =>
        watch(vpp.dump(name, fields, inFlight.options(options)), name),
    },
    // Asked of the copy, the client's own would not find what it keeps to itself.
    [inspect.custom]: { value: (_depth: number, options: InspectOptions) => inspect(vpp, options) },
  });
}

/** Methods and getters of the client that work on it, whatever object they are taken from. */
function boundTo(vpp: Vpp): PropertyDescriptorMap {
  const bound: PropertyDescriptorMap = {};
  for (const name of Reflect.ownKeys(Vpp.prototype)) {
    const { value, get } = Object.getOwnPropertyDescriptor(Vpp.prototype, name) ?? {};
    if (name === "constructor" || name === "open") continue;
    bound[name] =
      get === undefined
        ? { value: value.bind(vpp), enumerable: true }
        : { get: get.bind(vpp), enumerable: true };
  }
  return bound;
}

/** The message that a request is answered with, of a dump each of its details. */
function answerOf(schema: Schema, name: string): Message | undefined {
  const declared = codecsOf(schema).exchange(name);
  const exchange = declared === undefined ? undefined : actualExchange(declared);
  switch (exchange?.kind) {
    case "dump":
    case "get":
      return schema.messages.get(exchange.details.name);
    case "request":
      return schema.messages.get(exchange.reply.name);
    default:
      return undefined;
  }
}

function watchStream(stream: Stream, message: Message, origins: Origins): Stream {
  const details = stream.details.bind(stream);
  stream.details = (fields, size) => {
    origins.mark(fields, message);
    details(fields, size);
  };
  return stream;
}

/** Another promise of the same kind: one that nobody awaits must still be missed when it fails. */
function watchReply(reply: Promise<unknown>, message: Message, origins: Origins): Promise<unknown> {
  const watched = reply.then((fields) => {
    origins.mark(fields, message);
    return fields;
  });
  return Object.setPrototypeOf(watched, Object.getPrototypeOf(reply));
}
