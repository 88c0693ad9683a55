import type { ExchangeDescriptor } from "../codec/descriptor.ts";

const DUMP = /_dump(_v\d+)?$/;
const DETAILS = /_details(_v\d+)?$/;

/**
 * How VPP really answers, where its definitions say otherwise: gre_tunnel_dump_v2 names its details as an event
 * and a reply that VPP 26.06 never sends, and is a dump like any other.
 */
export function actualExchange(exchange: ExchangeDescriptor): ExchangeDescriptor {
  if (exchange.kind !== "request" || exchange.events.length !== 1) return exchange;
  const details = exchange.events[0];
  if (details === undefined || !DUMP.test(exchange.request.name) || !DETAILS.test(details.name)) {
    return exchange;
  }
  return { kind: "dump", request: exchange.request, details };
}
