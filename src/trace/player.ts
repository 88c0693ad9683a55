import type { Codecs } from "../codec/index.ts";
import { ANY_CONNECTION, type TraceHeader, type TraceRecord } from "../recording/index.ts";
import { Conversation, type ConversationHost, type Passed } from "./conversation.ts";
import { type Names, namesOf } from "./names.ts";
import { unpackDefinitions } from "./packed-definitions.ts";

/** Connections that a file may have open at a time: each is followed for its own. */
const MAX_OPEN = 100_000;

/** A record, and of a message what its connection tells of it. */
export type Played =
  | Exclude<TraceRecord, { kind: "frame" }>
  | { readonly kind: "message"; readonly connection: number; readonly passed: Passed };

/** Follows the connections of a recording as they were followed when it was made. */
export class Player implements ConversationHost {
  codecs: Codecs | null;
  /** Whether those of the recording are passed over. */
  readonly #given: boolean;
  names: Names = namesOf(null);
  header: TraceHeader | null = null;
  readonly #conversations = new Map<number, Conversation>();

  /** @param codecs null: the recording's own definitions, from where it has some. */
  constructor(codecs: Codecs | null) {
    this.codecs = codecs;
    this.#given = codecs !== null;
  }

  learnt(): void {}

  /** @throws VppDefinitionError for definitions of the recording that can't be read. */
  play(record: TraceRecord): Played {
    switch (record.kind) {
      case "definitions":
        if (!this.#given) this.codecs = unpackDefinitions(record.brotli);
        return record;
      case "header":
        this.header = record;
        if (record.table !== null) this.names = namesOf(record.table);
        return record;
      case "close":
        this.#conversations.delete(record.connection);
        return record;
      case "frame": {
        const { connection, from, payload, time } = record;
        return {
          kind: "message",
          connection,
          passed: this.#conversation(connection).frame(from, payload, time),
        };
      }
      default:
        return record;
    }
  }

  #conversation(connection: number): Conversation {
    let conversation = this.#conversations.get(connection);
    if (conversation === undefined) {
      const [first = ANY_CONNECTION] = this.#conversations.keys();
      if (this.#conversations.size >= MAX_OPEN) this.#conversations.delete(first);
      conversation = new Conversation(this);
      this.#conversations.set(connection, conversation);
    }
    return conversation;
  }
}
