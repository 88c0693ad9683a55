// Calls without a session.
import type { MessageDescriptor } from "../../src/codec/index.ts";
import type { Binding } from "../../src/protocol/binding.ts";
import { Call, type CallSink } from "../../src/protocol/call.ts";
import { CallCounter } from "../../src/protocol/call-stats.ts";

/** A message of nothing but its head and one byte. */
export const message: MessageDescriptor = {
  kind: "message",
  name: "x",
  crc: "",
  contextOffset: 6,
  clientIndexOffset: 2,
  encode(w) {
    w.pos = w.reserve(11) + 11;
  },
  decode: () => ({}),
};

const binding: Binding = {
  kind: "oneway",
  name: "x",
  request: message,
  requestId: 1,
  reply: null,
  replyId: -1,
  details: null,
  detailsId: -1,
  statusField: "retval",
  guard: null,
  counter: new CallCounter(),
};

/** A call made at the time 0. */
export function callOf(timeout = 1, sink: CallSink | null = null): Call {
  return new Call(binding, null, { at: 0 }, timeout, true, sink);
}
