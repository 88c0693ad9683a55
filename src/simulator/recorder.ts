import {
  type Fields,
  fieldsToJson,
  type JsonObject,
  type MessageDescriptor,
  Source,
} from "../codec/index.ts";
import { showAs } from "../errors/inspect.ts";
import type { Message } from "../schema/index.ts";

/** A message that a client sent. */
export class ReceivedMessage {
  /** The client's name, empty before its handshake. */
  readonly client: string;
  readonly clientIndex: number;
  /** Null for an id that no message has. */
  readonly message: string | null;
  readonly id: number;
  /** The payload, from the message id on. */
  readonly bytes: Buffer;
  readonly #definition: Message | undefined;
  readonly #descriptor: (() => MessageDescriptor | undefined) | undefined;

  constructor(
    client: string,
    clientIndex: number,
    bytes: Buffer,
    definition?: Message,
    descriptor?: () => MessageDescriptor | undefined,
  ) {
    this.client = client;
    this.clientIndex = clientIndex;
    this.bytes = bytes;
    this.id = bytes.readUInt16BE(0);
    this.message = definition?.name ?? null;
    this.#definition = definition;
    this.#descriptor = descriptor;
  }

  /** As values; without client_index and context. @throws VppDecodeError where the bytes are no such message. */
  get fields(): Fields {
    return this.#descriptor?.()?.decode(new Source(this.bytes)) ?? {};
  }

  /** As JSON: what `vpp-ts` prints and takes. */
  get json(): JsonObject {
    return this.#definition === undefined ? {} : fieldsToJson(this.#definition, this.fields);
  }

  static {
    showAs(ReceivedMessage.prototype, "ReceivedMessage", (received) => {
      const { client, clientIndex, message, id } = received;
      return { client, clientIndex, message, id, ...received.#content() };
    });
  }

  #content(): object {
    try {
      if (this.#definition !== undefined) return { json: this.json };
    } catch {
      // Not the bytes of such a message.
    }
    return { bytes: this.bytes };
  }
}

/** The last messages received, oldest first. */
export class Recorder {
  readonly #limit: number;
  #ring: ReceivedMessage[] = [];
  #next = 0;
  /** All that ever came, forgotten ones included. */
  count = 0;
  readonly #waiting = new Set<(message: ReceivedMessage) => void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(message: ReceivedMessage): void {
    this.count++;
    if (this.#limit > 0) {
      if (this.#ring.length < this.#limit) this.#ring.push(message);
      else this.#ring[this.#next] = message;
      this.#next = (this.#next + 1) % this.#limit;
    }
    for (const tell of this.#waiting) tell(message);
  }

  all(): ReceivedMessage[] {
    if (this.#ring.length < this.#limit) return [...this.#ring];
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }

  clear(): void {
    this.#ring = [];
    this.#next = 0;
    this.count = 0;
  }

  /** Calls `tell` for what comes; returns how to stop. */
  watch(tell: (message: ReceivedMessage) => void): () => void {
    this.#waiting.add(tell);
    return () => this.#waiting.delete(tell);
  }
}
