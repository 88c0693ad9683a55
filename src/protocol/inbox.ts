import type { Source } from "../codec/bytes.ts";
import type { Fields, MessageDescriptor } from "../codec/descriptor.ts";
import { VppDecodeError } from "../errors/index.ts";
import type { CodecSource } from "./codecs.ts";
import { SOCKCLNT_DELETE_REPLY } from "./ids.ts";
import type { Incoming, Message, Topic } from "./incoming.ts";
import type { MessageTable } from "./message-table.ts";

/** Who wants messages that belong to no call. */
export interface InboxClient {
  topic(name: string): Topic;
  /** Whether {@link stray} wants the messages that belong to no call. */
  readonly wantsStray: boolean;
  stray(message: Message): void;
  /** A message that nobody waits for can't be read, or a listener threw. */
  report(error: unknown): void;
}

export interface InboxHost {
  readonly client: InboxClient;
  /** True while the definitions are still being asked for: whatever else comes can't be read yet. */
  readonly asking: boolean;
  /** VPP has answered sockclnt_delete. */
  left(): void;
}

/** What each message id means, learnt when it first comes, and where messages without a call go. */
export class Inbox {
  readonly #table: MessageTable;
  readonly #codecs: CodecSource;
  readonly #host: InboxHost;
  readonly #client: InboxClient;
  readonly #names: (string | undefined)[] = [];
  readonly #known: (Incoming | undefined)[] = [];
  /** Answers to exchanges that the definitions in use lack. */
  readonly #expected = new Map<string, MessageDescriptor>();

  constructor(table: MessageTable, codecs: CodecSource, host: InboxHost) {
    this.#table = table;
    this.#codecs = codecs;
    this.#host = host;
    this.#client = host.client;
    for (const [name, { id }] of table) this.#names[id] = name;
  }

  of(id: number): Incoming {
    return this.#known[id] ?? this.#learn(id);
  }

  /** An answer that will come, known from the exchange and perhaps not from the definitions. */
  expect(answer: MessageDescriptor): void {
    if (this.#codecs.message(answer.name)?.crc === answer.crc) return;
    this.#expected.set(answer.name, answer);
    const id = this.#table.get(answer.name)?.id;
    if (id !== undefined) this.#known[id] = undefined;
  }

  /** Takes a message that belongs to no call; `context` is −1 where it has none. It is decoded only for somebody. */
  stray(incoming: Incoming, source: Source, context: number): void {
    if (incoming.id === SOCKCLNT_DELETE_REPLY) {
      this.#host.left();
      return;
    }
    if (this.#host.asking) return;
    const { id, name, topic } = incoming;
    const descriptor = incoming.descriptor ?? this.#listened(topic);
    const { wantsStray } = this.#client;
    if (!topic.active && !wantsStray) return;
    let fields: Fields | null = null;
    if (descriptor !== null) {
      try {
        fields = descriptor.decode(source);
      } catch (error) {
        this.#client.report(error);
        return;
      }
      if (topic.active) topic.deliver(fields);
    } else if (topic.active) {
      this.#client.report(new VppDecodeError(name, 0, "this VPP has another layout than the definitions"));
    }
    if (wantsStray) this.#client.stray({ name, id, context: context < 0 ? null : context, fields });
  }

  /** What a listener knows of a message that the definitions in use lack. */
  #listened({ descriptor }: Topic): MessageDescriptor | null {
    return descriptor !== null && this.#table.get(descriptor.name)?.crc === descriptor.crc
      ? descriptor
      : null;
  }

  #learn(id: number): Incoming {
    const name =
      this.#names[id] ?? (id === SOCKCLNT_DELETE_REPLY ? "sockclnt_delete_reply" : `message ${id}`);
    const defined = this.#expected.get(name) ?? this.#codecs.message(name);
    const crc = this.#table.get(name)?.crc;
    const descriptor = defined !== undefined && (crc === undefined || crc === defined.crc) ? defined : null;
    const incoming: Incoming = {
      id,
      name,
      descriptor,
      contextOffset: descriptor?.contextOffset ?? -1,
      topic: this.#client.topic(name),
    };
    this.#known[id] = incoming;
    return incoming;
  }
}
