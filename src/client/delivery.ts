import type { FrameReader, FrameSink, Outbox, Session } from "../protocol/index.ts";

/**
 * A slice holds this part of the calls in flight: VPP has the others to work on. Measured with 10 to 100 in flight: a
 * sixth does as well, a half worse. With a thousand a chunk is smaller than that anyway.
 */
const PART = 4;
/** And so many at least, since a slice costs as much as a call. */
const LEAST = 4;

const resolved = Promise.resolve();

/** What a session is to this. */
export interface Receiver extends Pick<Session, "inFlight" | "arrived"> {
  readonly outbox: Pick<Outbox, "queued">;
}

export interface DeliveryHost {
  readonly session: Receiver | null;
  readonly ended: boolean;
  /** Writes what has been asked for. */
  flush(): void;
  failed(error: unknown): void;
}

/**
 * Hands what a chunk brings to the session, in slices. Between two of them the promise reactions run that are due, and
 * the calls they make go out: VPP works on those while the next slice is decoded, where it would wait for the end of
 * the chunk. With 100 calls in flight that is half as many again a second.
 *
 * A slice follows the last one as a reaction itself, so all have been delivered before the event loop goes on, unless
 * something in the program throws, and it lives on: then Node may read again first. So what a slice leaves is set aside,
 * which costs nothing that can be measured with 100 calls in flight, and 2 % of CPU time with 1,000.
 */
export class Delivery {
  readonly #reader: FrameReader;
  readonly #sink: FrameSink;
  readonly #host: DeliveryHost;

  constructor(reader: FrameReader, sink: FrameSink, host: DeliveryHost) {
    this.#reader = reader;
    this.#sink = sink;
    this.#host = host;
  }

  /** @throws as {@link FrameReader.read}, for the first slice; the host hears of what goes wrong in later ones. */
  take(session: Receiver, buffer: Buffer, size: number, now: number): void {
    this.#reader.go(this.#sink, Number.POSITIVE_INFINITY);
    session.arrived(now);
    this.#reader.begin(buffer, size, now);
    this.#deliver(sliceOf(session));
  }

  #deliver(most: number): void {
    if (!this.#reader.go(this.#sink, most)) return;
    this.#reader.setAside();
    void resolved.then(this.#next);
  }

  readonly #next = (): void => {
    const { session, ended } = this.#host;
    if (ended || session === null) return;
    // Where the last slice led to no calls, as in a dump, there is nothing to be gained.
    const most = session.outbox.queued > 0 ? sliceOf(session) : Number.POSITIVE_INFINITY;
    this.#host.flush();
    try {
      this.#deliver(most);
    } catch (error) {
      this.#host.failed(error);
    }
  };
}

function sliceOf({ inFlight }: Receiver): number {
  return Math.max(LEAST, Math.ceil(inFlight / PART));
}
