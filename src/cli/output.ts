import type { Writable } from "node:stream";
import { isClosedPipe, OutputError } from "./standard-streams.ts";

/** Characters that are gathered before they are written: a system call each for millions of lines is slow. */
const ENOUGH = 1 << 16;

/** Whoever read standard output has closed it, as `head` does: no reason to complain. */
export class ClosedOutput extends Error {}

const listening = new WeakSet<Writable>();

/** Lines for standard output, gathered into large writes that wait for a slow reader. */
export class Output {
  readonly #stream: Writable;
  #text = "";
  #soon: NodeJS.Immediate | null = null;
  #failed: { readonly error: unknown } | null = null;

  constructor(stream: Writable = process.stdout) {
    this.#stream = stream;
    // The callback of each write has the error too; without a listener it would end the process.
    if (!listening.has(stream)) stream.on("error", () => {});
    listening.add(stream);
  }

  /** Adds a line. True when it is time to `flush`. */
  line(text: string): boolean {
    return this.add(`${text}\n`);
  }

  /** The same with text that doesn't end its line. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= ENOUGH;
  }

  /** Writes what was gathered once nothing else is to be done at this moment: lines that come together go together. */
  soon(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = null;
      // Whoever flushes next is told of a failure.
      this.flush().catch((error: unknown) => {
        this.#failed = { error };
      });
    });
  }

  /**
   * Writes what was gathered and waits until it has been taken.
   * @throws ClosedOutput when nobody reads any more, OutputError when the disk is full.
   */
  async flush(): Promise<void> {
    if (this.#failed !== null) throw this.#failed.error;
    const text = this.#text;
    if (text === "") return;
    this.#text = "";
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (error === undefined || error === null) resolve();
        else reject(isClosedPipe(error) ? new ClosedOutput() : new OutputError(error));
      });
    });
  }
}

/** Writes text, whole, and waits until it has been taken. @throws ClosedOutput when nobody reads any more. */
export async function print(text: string, stream: Writable = process.stdout): Promise<void> {
  const output = new Output(stream);
  output.add(text);
  await output.flush();
}
