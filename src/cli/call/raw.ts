import {
  codecsOf,
  type ExchangeDescriptor,
  type Fields,
  type MessageDescriptor,
  Writer,
} from "../../codec/index.ts";
import type { Schema } from "../../schema/index.ts";

/** The payloads that messages were decoded from. */
const payloads = new WeakMap<Fields, string>();

/** The bytes of a message that {@link keepingBytes} has seen, in hex: the payload, with the id it came with. */
export function bytesOf(fields: Fields): string {
  return payloads.get(fields) ?? "";
}

/** The same exchange, with the bytes of its answers kept for {@link bytesOf}. */
export function keepingBytes<E extends ExchangeDescriptor>(exchange: E): E {
  switch (exchange.kind) {
    case "request":
      return { ...exchange, reply: keeping(exchange.reply) };
    case "dump":
    case "get":
      return { ...exchange, details: keeping(exchange.details) };
    case "oneway":
      return exchange;
  }
}

function keeping(message: MessageDescriptor): MessageDescriptor {
  return {
    ...message,
    decode(source) {
      const fields = message.decode(source);
      payloads.set(fields, source.bytes.toString("hex", source.start, source.end));
      return fields;
    },
  };
}

/** The payload of a request with message id, client index and context 0, in hex. @throws VppEncodeError */
export function encodeRequest(schema: Schema, name: string, fields: Fields): string {
  const w = new Writer(256);
  codecsOf(schema).message(name)?.encode(w, fields, 0, 0, 0);
  return w.take().toString("hex");
}
