// Right frames of any message, with random values in them.
import { codecsOf, randomFields, Writer } from "../../src/codec/index.ts";
import { beginFrame, endFrame } from "../../src/protocol/index.ts";
import type { Message, Schema } from "../../src/schema/index.ts";
import type { Chance } from "../chaos/chance.ts";

export class FrameMaker {
  readonly schema: Schema;
  readonly ids: ReadonlyMap<string, number>;
  readonly #codecs: ReturnType<typeof codecsOf>;

  constructor(schema: Schema, ids: ReadonlyMap<string, number>) {
    this.schema = schema;
    this.ids = ids;
    this.#codecs = codecsOf(schema);
  }

  message(name: string): Message {
    const message = this.schema.messages.get(name);
    if (message === undefined) throw new Error(`no message ${name}`);
    return message;
  }

  /** The frame of a message, with random fields unless given some. */
  make(
    name: string,
    chance: Chance,
    context: number,
    clientIndex: number,
    fields?: Record<string, unknown>,
  ): Buffer {
    const descriptor = this.#codecs.message(name);
    if (descriptor === undefined) throw new Error(`no codec of ${name}`);
    const random = (): number => chance.between(0, 2 ** 32 - 1) / 2 ** 32;
    const w = new Writer(4096);
    const start = beginFrame(w);
    const given = fields ?? randomFields(this.message(name), random, { multibyte: true });
    descriptor.encode(w, given, this.ids.get(name) ?? 0, clientIndex, context);
    endFrame(w, start);
    return Buffer.from(w.take());
  }
}
