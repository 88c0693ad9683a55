import type { Fields } from "../codec/index.ts";
import type { Schema } from "../schema/index.ts";

/** The request that turns an event on and off. */
export interface Want {
  readonly caller: string;
  fields(on: boolean, more: Fields): Fields;
}

/** `enable_disable`, `enable`, `is_enable`…: what `want_…` messages call the field that says on or off. */
const SWITCH = /^(is_)?enabled?(_disable)?$/;

/**
 * The subscription for each event that has one. Requests that bring events by the way (a DHCP client, a ping)
 * aren't subscriptions: nobody wants them sent because somebody listens.
 */
export function wantsOf(schema: Schema): Map<string, Want> {
  const wants = new Map<string, Want>();
  for (const [caller, service] of schema.services) {
    if (service.events.length === 0 || !caller.startsWith("want_")) continue;
    const fields = schema.messages.get(caller)?.fields ?? [];
    const onOff = fields.find(({ name }) => SWITCH.test(name));
    if (onOff === undefined) continue;
    const owner: Fields = fields.some(({ name }) => name === "pid") ? { pid: process.pid } : {};
    const want: Want = {
      caller,
      fields: (on, more) => ({ ...owner, ...more, [onOff.name]: on ? 1 : 0 }),
    };
    for (const event of service.events) if (!wants.has(event)) wants.set(event, want);
  }
  return wants;
}
