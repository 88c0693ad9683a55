import type { Source } from "../../../src/codec/index.ts";

/** A buffer of its own to write to, from 0 on: by hand one knows how large a message gets. */
export interface Out {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** What somebody would write who has one message to encode and decode; texts of addresses come from the library. */
export interface HandCodec<T> {
  /** Returns the message's size. */
  encode(out: Out, fields: T, id: number, clientIndex: number, context: number): number;
  decode(source: Source): T;
}
