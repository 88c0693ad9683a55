import type { Fields, MessageDescriptor } from "../codec/descriptor.ts";

/** Who listens to a message that belongs to no call. Lives longer than a connection. */
export interface Topic {
  readonly active: boolean;
  deliver(fields: Fields): void;
}

/** What a session knows of one message id. */
export interface Incoming {
  readonly id: number;
  readonly name: string;
  /** Null where the definitions lack the message, or have another layout than this VPP. */
  readonly descriptor: MessageDescriptor | null;
  /** −1 where the message carries no context, or it isn't known where. */
  readonly contextOffset: number;
  readonly topic: Topic;
}

/** A message that belongs to no call: an event, the answer to a message sent raw, or a late reply. */
export interface Message {
  readonly name: string;
  readonly id: number;
  /** Null for messages that carry none. */
  readonly context: number | null;
  /** Null where the definitions don't fit this VPP's message. */
  readonly fields: Fields | null;
}
