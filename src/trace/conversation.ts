import { type Codecs, decodeJson, type JsonObject, type MessageDescriptor, Source } from "../codec/index.ts";
import { ids, type MessageTable, readHello } from "../protocol/index.ts";
import type { Side } from "../recording/index.ts";
import { type NamedId, type Names, namesOf } from "./names.ts";
import { Requests, type Sent } from "./requests.ts";

/** Where these stand in nearly all messages; taken where the definitions don't say. */
const REQUEST_CONTEXT = 6;
const ANSWER_CONTEXT = 2;

/** A message that passed. */
export interface Passed {
  readonly from: Side;
  /** Microseconds; null where no time is known. */
  readonly time: number | null;
  readonly id: number;
  /** Null for an id that isn't known. */
  readonly name: string | null;
  /** As VPP's table has it; null where it isn't known. */
  readonly crc: string | null;
  /** Of the definitions that fit it, if there are any. */
  readonly descriptor: MessageDescriptor | null;
  /** From the message id on. Good for as long as the call lasts that hands it out. */
  readonly payload: Buffer;
  readonly context: number | null;
  /** Which of the client's messages it is, from 0. */
  readonly index: number;
  /** What it is the answer to. */
  readonly request: Sent | null;
  /** Whether it ends the exchange that `request` began. */
  readonly last: boolean;
}

/** What a message says, or why that can't be told. */
export type Contents = { readonly fields: JsonObject } | { readonly unreadable: string };

export interface ConversationHost {
  /** The definitions in use, if there are any yet. */
  readonly codecs: Codecs | null;
  /** What ids meant to others who talked to the same VPP, for clients that don't ask. */
  names: Names;
  /** VPP has told what its ids mean. */
  learnt(table: MessageTable): void;
}

/** The fields, client_index and context among them. Never throws. */
export function contentsOf({ name, id, descriptor, payload }: Passed, codecs: Codecs | null): Contents {
  if (name === null) return { unreadable: `no message has id ${id}` };
  if (codecs === null) return { unreadable: "no definitions" };
  if (!codecs.schema.messages.has(name)) return { unreadable: "not in the definitions" };
  if (descriptor === null) return { unreadable: "this VPP has another layout than the definitions" };
  try {
    return { fields: decodeJson(codecs, name, payload) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

/** Follows what one client and VPP say to each other: what ids mean, and which answer belongs to which request. */
export class Conversation {
  readonly #host: ConversationHost;
  readonly #requests = new Requests();
  #names: Names | null = null;
  #index = 0;
  #clientIndex: number | null = null;
  #left = false;

  constructor(host: ConversationHost) {
    this.#host = host;
  }

  /** What the client has to send with its requests; null before its handshake, and once it has said goodbye. */
  get clientIndex(): number | null {
    return this.#left ? null : this.#clientIndex;
  }

  frame(from: Side, payload: Buffer, time: number | null): Passed {
    const id = payload.readUInt16BE(0);
    if (from === "vpp" && id === ids.SOCKCLNT_CREATE_REPLY) this.#hello(payload);
    const named = (this.#names ?? this.#host.names)[id];
    const descriptor = named === undefined ? null : this.#descriptor(named);
    const offset =
      descriptor === null ? (from === "client" ? REQUEST_CONTEXT : ANSWER_CONTEXT) : descriptor.contextOffset;
    const context = offset !== null && payload.length >= offset + 4 ? payload.readUInt32BE(offset) : null;
    const name = named?.name ?? null;
    const crc = named?.crc ?? null;
    const message = { from, time, id, name, crc, descriptor, payload, context };
    if (from === "client") {
      if (id === ids.SOCKCLNT_DELETE) this.#left = true;
      const index = this.#index++;
      if (name !== null && context !== null) {
        const service = this.#host.codecs?.schema.services.get(name);
        this.#requests.add({ name, context, time, index }, service);
      }
      return { ...message, index, request: null, last: false };
    }
    const answered = name === null || context === null ? null : this.#requests.answered(name, context);
    return {
      ...message,
      index: -1,
      request: answered?.sent ?? null,
      last: answered?.last ?? false,
    };
  }

  #hello(payload: Buffer): void {
    try {
      const { table, clientIndex } = readHello(new Source(payload));
      this.#clientIndex = clientIndex;
      this.#names = namesOf(table);
      this.#host.names = this.#names;
      this.#host.learnt(table);
    } catch {
      // VPP refused, or this is no VPP: it is shown like any other message.
    }
  }

  #descriptor({ name, crc }: NamedId): MessageDescriptor | null {
    try {
      const descriptor = this.#host.codecs?.message(name);
      return descriptor !== undefined && (crc === null || descriptor.crc === crc) ? descriptor : null;
    } catch {
      // A definition without wire form.
      return null;
    }
  }
}
