import { VppDefinitionError } from "../errors/index.ts";
import type { Message, NamedType, Schema } from "../schema/index.ts";
import type { Source, Writer } from "./bytes.ts";
import type { ExchangeDescriptor, Fields, MessageDescriptor } from "./descriptor.ts";
import { emitMessage, sessionFields } from "./emit/message.ts";
import { emitType, type Unit } from "./emit/types.ts";
import * as runtime from "./runtime/index.ts";

/** The codecs of a schema's messages, each made when first asked for and then kept. */
export interface Codecs {
  readonly schema: Schema;
  /** @throws VppDefinitionError when the message's definition has no wire form. */
  message(name: string): MessageDescriptor | undefined;
  /** How `caller` is answered; undefined for a message that starts no exchange. */
  exchange(caller: string): ExchangeDescriptor | undefined;
}

type Encode = (w: Writer, fields: Fields, id: number, clientIndex: number, context: number) => void;
type Decode = (source: Source) => Fields;

const cache = new WeakMap<Schema, Codecs>();

/** The codecs of a schema, compiled in memory from the same source text that generated modules hold. */
export function codecsOf(schema: Schema): Codecs {
  let codecs = cache.get(schema);
  if (codecs === undefined) {
    codecs = new CompiledCodecs(schema);
    cache.set(schema, codecs);
  }
  return codecs;
}

class CompiledCodecs implements Codecs {
  readonly schema: Schema;
  readonly #messages = new Map<string, MessageDescriptor>();
  readonly #exchanges = new Map<string, ExchangeDescriptor>();
  /** What units have defined so far, by symbol. */
  readonly #symbols = new Map<string, unknown>();
  readonly #linked = new Set<NamedType>();

  constructor(schema: Schema) {
    this.schema = schema;
  }

  message(name: string): MessageDescriptor | undefined {
    const known = this.#messages.get(name);
    if (known !== undefined) return known;
    const message = this.schema.messages.get(name);
    if (message === undefined) return undefined;
    const descriptor = this.#compile(message);
    this.#messages.set(name, descriptor);
    return descriptor;
  }

  exchange(caller: string): ExchangeDescriptor | undefined {
    const known = this.#exchanges.get(caller);
    if (known !== undefined) return known;
    const service = this.schema.services.get(caller);
    if (service === undefined) return undefined;
    const request = this.#need(caller, caller);
    const reply = service.reply === null ? null : this.#need(service.reply, caller);
    let exchange: ExchangeDescriptor;
    if (reply === null) {
      exchange = { kind: "oneway", request };
    } else if (!service.stream) {
      const events = service.events.map((event) => this.#need(event, caller));
      exchange = { kind: "request", request, reply, events };
    } else if (service.streamMessage === null) {
      exchange = { kind: "dump", request, details: reply };
    } else {
      exchange = { kind: "get", request, reply, details: this.#need(service.streamMessage, caller) };
    }
    this.#exchanges.set(caller, Object.freeze(exchange));
    return exchange;
  }

  #need(name: string, caller: string): MessageDescriptor {
    const message = this.message(name);
    if (message === undefined) {
      throw new VppDefinitionError(`the service of ${caller} names ${name}, which isn't defined`);
    }
    return message;
  }

  #compile(message: Message): MessageDescriptor {
    const { name, crc } = message;
    this.#run(emitMessage(message));
    return Object.freeze({
      kind: "message",
      name,
      crc,
      ...sessionFields(message),
      encode: this.#symbols.get(`encode_${name}`) as Encode,
      decode: this.#symbols.get(`decode_${name}`) as Decode,
    });
  }

  #link(type: NamedType): void {
    if (this.#linked.has(type)) return;
    this.#linked.add(type);
    this.#run(emitType(type));
  }

  /**
   * Evaluates a unit. Its text consists of the emitter's own words, of numbers, of string literals it has escaped
   * and of names that the schema has checked to be identifiers.
   */
  #run({ code, defines }: Unit): void {
    for (const { type } of code.types.values()) this.#link(type);
    const helpers = [...code.runtime];
    const others = [...code.types.keys()];
    const make = new Function(
      "rt",
      ...others,
      `"use strict";\nconst { ${helpers.join(", ")} } = rt;\n${code.text()}return { ${defines.join(", ")} };`,
    );
    const made: Record<string, unknown> = make(runtime, ...others.map((name) => this.#symbols.get(name)));
    for (const name of defines) this.#symbols.set(name, made[name]);
  }
}
