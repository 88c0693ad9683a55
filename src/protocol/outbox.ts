import { type Slab, Writer } from "../codec/bytes.ts";
import type { Fields, MessageDescriptor } from "../codec/descriptor.ts";
import { VppStateError } from "../errors/index.ts";
import { beginFrame, endFrame } from "./frame.ts";

/** Output from which on a write pays, so that VPP begins its work while more is being encoded. */
const FLUSH_AT = 1 << 16;
/** Of output buffers; those of this size are used again. */
export const OUTPUT_SIZE: number = 1 << 18;

export interface OutboxHost {
  /** Output waits: take it when the reactions due have run. */
  outputPending(): void;
  /** Output is worth a write of its own. */
  outputFull(): void;
}

/** What is to be sent: frames encoded one behind the other into one buffer, until it is taken. */
export class Outbox {
  readonly #clientIndex: number;
  readonly #maxRequest: number;
  readonly #host: OutboxHost;
  #writer = new Writer(OUTPUT_SIZE);
  /** The host knows that output waits. */
  #pending = false;
  /** A request has begun: reading its fields may run the program's own code. */
  #encoding = false;

  /** `clientIndex` goes with every request; `maxRequest`: bytes of one, with the header of its frame. */
  constructor(clientIndex: number, maxRequest: number, host: OutboxHost) {
    this.#clientIndex = clientIndex;
    this.#maxRequest = maxRequest;
    this.#host = host;
  }

  /** Bytes that wait. */
  get queued(): number {
    return this.#writer.pos;
  }

  /** What {@link take} will hand out a part of. */
  get slab(): Slab {
    return this.#writer.slab;
  }

  /** Adds a request. @throws VppEncodeError, or VppStateError for one that is too large; nothing is added then. */
  encode(message: MessageDescriptor, id: number, fields: Fields, context: number): void {
    this.requireWhole();
    if (!this.#pending) this.#ask();
    const writer = this.#writer;
    const start = beginFrame(writer);
    this.#encoding = true;
    try {
      message.encode(writer, fields, id, this.#clientIndex, context);
    } catch (error) {
      writer.rollback(start);
      throw error;
    } finally {
      this.#encoding = false;
    }
    const size = writer.pos - start;
    if (size > this.#maxRequest) {
      writer.rollback(start);
      throw new VppStateError(
        `${message.name}: ${size} bytes are more than ${this.#maxRequest} (maxRequest)`,
      );
    }
    endFrame(writer, start);
  }

  /** @throws VppStateError while a request is being encoded: nothing may come between its bytes. */
  requireWhole(): void {
    if (this.#encoding) throw new VppStateError("called while the fields of another call are being read");
  }

  /** Adds a ready-made frame. */
  append(frame: Buffer): void {
    if (!this.#pending) this.#ask();
    const at = this.#writer.reserve(frame.length);
    frame.copy(this.#writer.bytes, at);
    this.#writer.pos = at + frame.length;
  }

  /** After each request, once its call is in flight: asks for a write where it pays by now. */
  added(): void {
    if (this.#writer.pos >= FLUSH_AT) this.#host.outputFull();
  }

  /** Takes what is to be written; `next`, all zero, is written into from now on. */
  take(next?: Slab): Buffer {
    this.#pending = false;
    return this.#writer.take(next);
  }

  /** Nothing was taken this time: what there is stays, and the next request asks again. */
  held(): void {
    this.#pending = false;
  }

  #ask(): void {
    this.#pending = true;
    this.#host.outputPending();
  }
}
