import type { Message, Schema, Service } from "../model.ts";

/** The service that a message calls; undefined for a reply, details or event. */
export function serviceOf(schema: Schema, message: Message | string): Service | undefined {
  return schema.services.get(typeof message === "string" ? message : message.name);
}

/** What ends a call of this message, or for a dump each part of the answer; null where nothing is ever sent. */
export function replyOf(schema: Schema, message: Message | string): Message | null {
  const reply = serviceOf(schema, message)?.reply ?? null;
  return reply === null ? null : (schema.messages.get(reply) ?? null);
}
