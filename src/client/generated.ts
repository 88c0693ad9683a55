import type {
  ApiDefinition,
  EventDescriptor,
  ExchangeDescriptor,
  MessageDescriptor,
} from "../codec/index.ts";
import type { CodecSource } from "../protocol/index.ts";
import type { Loaded } from "./definitions.ts";
import { wantOf } from "./want.ts";

export type AnyDescriptor = MessageDescriptor | ExchangeDescriptor | EventDescriptor;

export function isGenerated(
  given: string | readonly string[] | readonly ApiDefinition[],
): given is readonly ApiDefinition[] {
  return typeof given === "object" && given.some((item) => typeof item === "object");
}

/** The messages that a descriptor speaks of. */
export function messagesOf(descriptor: AnyDescriptor): readonly MessageDescriptor[] {
  switch (descriptor.kind) {
    case "message":
      return [descriptor];
    case "event":
      return [descriptor.message];
    case "request":
      return [descriptor.request, descriptor.reply, ...descriptor.events];
    case "dump":
      return [descriptor.request, descriptor.details];
    case "get":
      return [descriptor.request, descriptor.details, descriptor.reply];
    case "oneway":
      return [descriptor.request];
  }
}

export function membersOf({ members }: ApiDefinition): readonly (ExchangeDescriptor | EventDescriptor)[] {
  return Object.values(members);
}

/** Generated definitions as a session needs them; `fallback` has the messages that make a session. */
export function generatedSource(definitions: readonly ApiDefinition[], fallback: CodecSource | null): Loaded {
  const messages = new Map<string, MessageDescriptor>();
  const exchanges = new Map<string, ExchangeDescriptor>();
  const events = new Map<string, EventDescriptor>();
  for (const member of definitions.flatMap(membersOf)) {
    for (const message of messagesOf(member)) messages.set(message.name, message);
    if (member.kind === "event") events.set(member.message.name, member);
    else exchanges.set(member.request.name, member);
  }
  return {
    schema: null,
    codecs: {
      message: (name) => messages.get(name) ?? fallback?.message(name),
      exchange: (caller) => exchanges.get(caller) ?? fallback?.exchange(caller),
      callers: () => exchanges.keys(),
    },
    want: (name) => {
      const event = events.get(name);
      return event === undefined ? null : wantOf(event);
    },
    events: () => events.keys(),
  };
}
