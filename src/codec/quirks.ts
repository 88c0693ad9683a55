import type { Message } from "../schema/index.ts";

const DUMP = /_dump(_v\d+)?$/;
const DETAILS = /_details(_v\d+)?$/;

/**
 * True for a dump whose definition says otherwise: gre_tunnel_dump_v2 names its details as an event and a reply
 * that VPP 26.06 never sends.
 */
export function isMisdeclaredDump(request: string, events: readonly string[]): boolean {
  const [details] = events;
  return events.length === 1 && details !== undefined && DUMP.test(request) && DETAILS.test(details);
}

/** The fields of a request that turns events on and off. */
export interface WantFields {
  /** `enable_disable`, `enable`, `is_enable`…: the field that says on or off. */
  readonly onOff: string;
  /** Whether it has a `pid` to say who asks. */
  readonly pid: boolean;
}

const SWITCH = /^(is_)?enabled?(_disable)?$/;

/**
 * How a request subscribes to the events of its service; null for one that brings events by the way (a DHCP
 * client, a ping): nobody wants it sent because somebody listens.
 */
export function wantFields(request: Message): WantFields | null {
  if (!request.name.startsWith("want_")) return null;
  const onOff = request.fields.find(({ name }) => SWITCH.test(name))?.name;
  if (onOff === undefined) return null;
  return { onOff, pid: request.fields.some(({ name }) => name === "pid") };
}
