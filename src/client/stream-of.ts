import type { DumpDescriptor, Fields, GetDescriptor } from "../codec/index.ts";
import type { CallOptions, Stream } from "../protocol/index.ts";
import type { Vpp } from "./client.ts";

/** `vpp.dump` for a descriptor whose kind only the definitions tell. */
export function streamOf(
  vpp: Vpp,
  exchange: DumpDescriptor | GetDescriptor,
  fields: Fields,
  options: CallOptions,
): Stream {
  // The same call: each arm picks its overload.
  return exchange.kind === "dump" ? vpp.dump(exchange, fields, options) : vpp.dump(exchange, fields, options);
}
