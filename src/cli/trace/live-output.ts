import { write } from "node:fs";
import { Writable } from "node:stream";
import { Output } from "../output.ts";

/** Characters that may wait for whoever reads; more isn't printed, for nothing may hold up the traffic. */
const MAX_WAITING = 1 << 24;

/** Milliseconds that lines are gathered: a write for each would slow down the traffic. */
const GATHER = 20;

/** Standard output that is never waited for. */
export class LiveOutput {
  readonly output: Output;
  readonly #stream: Writable;
  #missed = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param closed hears when nobody reads any more */
  constructor(closed: () => void) {
    // process.stdout blocks the whole process where it is a pipe or a terminal that is held.
    this.#stream = new Writable({ write: (chunk: Buffer, _encoding, done) => put(chunk, done) });
    this.#stream.once("error", closed);
    this.output = new Output(this.#stream);
  }

  /** Lets `print` add lines, unless too much waits; `tell` is to say how many times it was left out. */
  print(print: () => boolean, tell: (missed: number) => void): void {
    if (this.#stream.writableLength > MAX_WAITING) {
      this.#missed++;
      return;
    }
    if (this.#missed > 0) {
      tell(this.#missed);
      this.#missed = 0;
    }
    if (print()) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER);
  }

  /** Waits until everything has been taken. @throws ClosedOutput when nobody reads any more. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.output.flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // A failure is told by the stream.
    this.output.flush().catch(() => {});
  }
}

/** Milliseconds until a full pipe is tried again. */
const RETRY = 2;

/** Whoever looks at process.stdout makes a pipe non-blocking: it says EAGAIN then while it is full. */
function put(chunk: Buffer, done: (error?: Error | null) => void): void {
  write(1, chunk, (error, written) => {
    if (error === null) written === chunk.length ? done() : put(chunk.subarray(written), done);
    else if (error.code === "EAGAIN") setTimeout(put, RETRY, chunk, done);
    else done(error);
  });
}
