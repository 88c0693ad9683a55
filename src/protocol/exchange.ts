import type { ExchangeDescriptor } from "../codec/descriptor.ts";
import { isMisdeclaredDump } from "../codec/quirks.ts";

/** How VPP really answers, where its definitions say otherwise. */
export function actualExchange(exchange: ExchangeDescriptor): ExchangeDescriptor {
  if (exchange.kind !== "request") return exchange;
  const { request, events } = exchange;
  const [details] = events;
  const names = events.map(({ name }) => name);
  if (details === undefined || !isMisdeclaredDump(request.name, names)) return exchange;
  return { kind: "dump", request, details };
}

/** The name of the request that a caller means. */
export function nameOf(what: string | ExchangeDescriptor): string {
  return typeof what === "string" ? what : what.request.name;
}
