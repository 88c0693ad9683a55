import { VppConnectionError } from "../errors/index.ts";
import type { FrameReader, Session } from "../protocol/index.ts";

export interface FrameWatchHost {
  readonly session: Pick<Session, "awaits"> | null;
  /** True while nothing is read: a message can't end then. */
  readonly paused: boolean;
  readonly ended: boolean;
  now(): number;
  failed(error: unknown): void;
}

/**
 * Gives a connection up on which a message has begun that doesn't end. Then bytes were taken for a message that were
 * none, and all that follows is swallowed: there is no way on from there. A message that a call in flight waits for is
 * left to that call's own limit.
 */
export class FrameWatch {
  readonly #reader: FrameReader;
  readonly #limit: number;
  readonly #host: FrameWatchHost;
  #look: NodeJS.Immediate | undefined;
  #stopped = false;

  /** `limit`: milliseconds that a message may take to come. */
  constructor(reader: FrameReader, limit: number, host: FrameWatchHost) {
    this.#reader = reader;
    this.#limit = limit;
    this.#host = host;
  }

  /** Bytes came, or calls were given up for lack of an answer. */
  look(now: number): void {
    // What came while the program was busy is read before setImmediate.
    if (!this.#stopped && this.#reader.age(now) >= this.#limit) this.#look ??= setImmediate(this.#judge);
  }

  stop(): void {
    this.#stopped = true;
    clearImmediate(this.#look);
  }

  readonly #judge = (): void => {
    this.#look = undefined;
    const { session, paused, ended } = this.#host;
    const now = this.#host.now();
    const unfinished = this.#reader.unfinished;
    // The handshake has a limit of its own.
    if (unfinished === null || session === null || paused || ended || this.#reader.age(now) < this.#limit)
      return;
    const { size, head } = unfinished;
    if (session.awaits(head)) return;
    const what = size === null ? "" : ` of ${size} bytes, of which ${head.end - head.start} have come,`;
    const age = Math.round(this.#reader.age(now));
    this.#host.failed(
      new VppConnectionError(
        "protocol",
        `a message${what} began ${age} ms ago and answers no call: what comes on this connection can't be read`,
      ),
    );
  };
}
