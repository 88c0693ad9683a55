import type { Codecs, ExchangeDescriptor, Fields } from "../codec/index.ts";
import { actualExchange } from "../protocol/index.ts";

/**
 * Exchanges whose requests go out byte for byte as they were recorded, but for the message id, client_index and
 * context, which are the connection's.
 */
export class ExactExchanges {
  readonly #codecs: Codecs;
  readonly #exchanges = new Map<string, ExchangeDescriptor>();
  readonly #payloads = new WeakMap<Fields, Buffer>();

  constructor(codecs: Codecs) {
    this.#codecs = codecs;
  }

  /** Undefined for a message that is no request. */
  of(name: string): ExchangeDescriptor | undefined {
    const known = this.#exchanges.get(name);
    if (known !== undefined) return known;
    const declared = this.#codecs.exchange(name);
    if (declared === undefined) return undefined;
    const exchange = this.#exact(actualExchange(declared));
    this.#exchanges.set(name, exchange);
    return exchange;
  }

  /** Fields that are sent as these bytes. */
  fields(decoded: Fields, payload: Buffer): Fields {
    this.#payloads.set(decoded, payload);
    return decoded;
  }

  #exact(exchange: ExchangeDescriptor): ExchangeDescriptor {
    const { request } = exchange;
    const { contextOffset, clientIndexOffset } = request;
    const payloads = this.#payloads;
    return {
      ...exchange,
      request: {
        ...request,
        encode(w, fields, id, clientIndex, context) {
          const payload = payloads.get(fields);
          if (payload === undefined) {
            // The client goes on with a get by itself, with another cursor.
            request.encode(w, fields, id, clientIndex, context);
            return;
          }
          const at = w.reserve(payload.length);
          payload.copy(w.bytes, at);
          w.view.setUint16(at, id);
          if (clientIndexOffset !== null) w.view.setUint32(at + clientIndexOffset, clientIndex);
          if (contextOffset !== null) w.view.setUint32(at + contextOffset, context);
          w.pos = at + payload.length;
        },
      },
    };
  }
}
