import { isMisdeclaredDump, wantFields } from "../codec/quirks.ts";
import type { Message, Schema, Service } from "../schema/index.ts";

/** How a service is answered, its messages looked up. */
export type Exchange =
  | { readonly kind: "oneway" }
  | { readonly kind: "request"; readonly reply: Message; readonly events: readonly Message[] }
  | { readonly kind: "dump"; readonly details: Message }
  | { readonly kind: "get"; readonly details: Message; readonly reply: Message };

/** What the messages of a schema are to each other. */
export interface Roles {
  /** By the message that starts it. */
  readonly exchanges: ReadonlyMap<Message, Exchange>;
  /** Each event with the request that brings it: one that is there to subscribe before others, else the first. */
  readonly events: ReadonlyMap<Message, Message>;
  /** Messages that some exchange is answered with. */
  readonly answers: ReadonlySet<Message>;
}

/** A service that names a message which isn't there is left out: it can't be called. */
export function rolesOf(schema: Schema): Roles {
  const exchanges = new Map<Message, Exchange>();
  const events = new Map<Message, Message>();
  const answers = new Set<Message>();
  for (const service of schema.services.values()) {
    const caller = schema.messages.get(service.caller);
    const exchange = exchangeOf(schema, service);
    if (caller === undefined || exchange === null) continue;
    exchanges.set(caller, exchange);
    if ("reply" in exchange) answers.add(exchange.reply);
    if ("details" in exchange) answers.add(exchange.details);
    if (exchange.kind !== "request") continue;
    for (const event of exchange.events) {
      const known = events.get(event);
      if (known === undefined || (wantFields(known) === null && wantFields(caller) !== null)) {
        events.set(event, caller);
      }
    }
  }
  return { exchanges, events, answers };
}

function exchangeOf(schema: Schema, service: Service): Exchange | null {
  const { reply: replyName, stream, streamMessage } = service;
  if (replyName === null) return { kind: "oneway" };
  const reply = schema.messages.get(replyName);
  if (reply === undefined) return null;
  if (!stream) {
    const events = service.events.flatMap((name) => schema.messages.get(name) ?? []);
    const [first] = events;
    if (first !== undefined && isMisdeclaredDump(service.caller, service.events)) {
      return { kind: "dump", details: first };
    }
    return { kind: "request", reply, events };
  }
  if (streamMessage === null) return { kind: "dump", details: reply };
  const details = schema.messages.get(streamMessage);
  return details === undefined ? null : { kind: "get", details, reply };
}
