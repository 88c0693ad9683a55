import { createWriteStream, type WriteStream } from "node:fs";
import { Output } from "../output.ts";

/** Characters that may wait for whoever reads; more isn't printed, for nothing may hold up the traffic. */
const MAX_WAITING = 1 << 24;

/** Standard output that is never waited for. */
export class LiveOutput {
  readonly output: Output;
  readonly #stream: WriteStream;
  #missed = 0;

  /** @param closed hears when nobody reads any more */
  constructor(closed: () => void) {
    // process.stdout blocks the whole process where it is a pipe or a terminal that is held.
    this.#stream = createWriteStream("", { fd: 1, autoClose: false });
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
    // A failure is told by the stream, and by flush() at the end.
    if (print()) this.output.flush().catch(() => {});
    else this.output.soon();
  }
}
