import { type EventDescriptor, type ExchangeDescriptor, type Fields, wantFields } from "../codec/index.ts";
import type { Schema } from "../schema/index.ts";

/** The request that turns an event on and off. */
export interface Want {
  readonly caller: string | ExchangeDescriptor;
  fields(on: boolean, more: Fields): Fields;
}

/** The subscription for each event that has one. */
export function wantsOf(schema: Schema): Map<string, Want> {
  const wants = new Map<string, Want>();
  for (const [caller, { events }] of schema.services) {
    const request = schema.messages.get(caller);
    const fields = events.length === 0 || request === undefined ? null : wantFields(request);
    if (fields === null) continue;
    const want = makeWant(caller, fields.onOff, fields.pid);
    for (const event of events) if (!wants.has(event)) wants.set(event, want);
  }
  return wants;
}

/** The subscription that a generated descriptor carries. */
export function wantOf({ want }: EventDescriptor): Want | null {
  return want === null ? null : makeWant(want.exchange, want.onOff, want.pid);
}

function makeWant(caller: string | ExchangeDescriptor, onOff: string, pid: boolean): Want {
  const owner: Fields = pid ? { pid: process.pid } : {};
  return { caller, fields: (on, more) => ({ ...owner, ...more, [onOff]: on ? 1 : 0 }) };
}
