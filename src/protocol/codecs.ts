import type { ExchangeDescriptor, MessageDescriptor } from "../codec/descriptor.ts";

/** Where a session finds descriptors by name. */
export interface CodecSource {
  message(name: string): MessageDescriptor | undefined;
  exchange(caller: string): ExchangeDescriptor | undefined;
  /** The names of all requests. */
  callers(): Iterable<string>;
}
