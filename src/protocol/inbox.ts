import type { Source } from "../codec/bytes.ts";
import type { Fields } from "../codec/descriptor.ts";
import { VppDecodeError } from "../errors/index.ts";
import type { CodecSource } from "./codecs.ts";
import { SOCKCLNT_DELETE_REPLY } from "./ids.ts";
import type { Incoming, Message, Topic } from "./incoming.ts";
import type { MessageTable } from "./message-table.ts";

/** What the messages that belong to no call are good for. */
export interface InboxHost {
  topic(name: string): Topic;
  /** Whether {@link stray} wants the messages that belong to no call. */
  readonly wantsStray: boolean;
  stray(message: Message): void;
  /** A message that nobody waits for can't be read, or a listener threw. */
  report(error: unknown): void;
  /** VPP has answered sockclnt_delete. */
  left(): void;
}

/** What each message id means, learnt when it first comes, and where messages without a call go. */
export class Inbox {
  readonly #table: MessageTable;
  readonly #codecs: CodecSource;
  readonly #host: InboxHost;
  readonly #names: (string | undefined)[] = [];
  readonly #known: (Incoming | undefined)[] = [];

  constructor(table: MessageTable, codecs: CodecSource, host: InboxHost) {
    this.#table = table;
    this.#codecs = codecs;
    this.#host = host;
    for (const [name, { id }] of table) this.#names[id] = name;
  }

  of(id: number): Incoming {
    return this.#known[id] ?? this.#learn(id);
  }

  /** Takes a message that belongs to no call; `context` is −1 where it has none. It is decoded only for somebody. */
  stray(incoming: Incoming, source: Source, context: number): void {
    if (incoming.id === SOCKCLNT_DELETE_REPLY) {
      this.#host.left();
      return;
    }
    const { id, name, topic, descriptor } = incoming;
    const { wantsStray } = this.#host;
    if (!topic.active && !wantsStray) return;
    let fields: Fields | null = null;
    if (descriptor !== null) {
      try {
        fields = descriptor.decode(source);
      } catch (error) {
        this.#host.report(error);
        return;
      }
      if (topic.active) topic.deliver(fields);
    } else if (topic.active) {
      this.#host.report(new VppDecodeError(name, 0, "this VPP has another layout than the definitions"));
    }
    if (wantsStray) this.#host.stray({ name, id, context: context < 0 ? null : context, fields });
  }

  #learn(id: number): Incoming {
    const name =
      this.#names[id] ?? (id === SOCKCLNT_DELETE_REPLY ? "sockclnt_delete_reply" : `message ${id}`);
    const defined = this.#codecs.message(name);
    const crc = this.#table.get(name)?.crc;
    const descriptor = defined !== undefined && (crc === undefined || crc === defined.crc) ? defined : null;
    const incoming: Incoming = {
      id,
      name,
      descriptor,
      contextOffset: descriptor?.contextOffset ?? -1,
      topic: this.#host.topic(name),
    };
    this.#known[id] = incoming;
    return incoming;
  }
}
