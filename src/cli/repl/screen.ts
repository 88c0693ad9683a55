import { clearScreenDown, cursorTo, type Interface, moveCursor } from "node:readline";
import { Writable } from "node:stream";

/** A terminal that lines are typed on, and others printed above them at the same time. */
export class Screen {
  /** For a Console: what is written to it goes above the line that is being typed. */
  readonly stream: Writable;
  readonly #output: NodeJS.WritableStream;
  #typing: Interface | null = null;

  constructor(output: NodeJS.WritableStream) {
    this.#output = output;
    this.stream = new Writable({
      decodeStrings: false,
      write: (text, _encoding, done) => {
        this.print(String(text));
        done();
      },
    });
  }

  /** From now on a line is being typed there. */
  prompted(terminal: Interface): void {
    this.#typing = terminal;
  }

  /** The line has been entered. */
  entered(): void {
    this.#typing = null;
  }

  /** Prints lines; the prompt and what has been typed of the line stay below them, cursor included. */
  print(text: string): void {
    const lines = text.endsWith("\n") ? text : `${text}\n`;
    const terminal = this.#typing;
    if (terminal === null) {
      this.#output.write(lines);
      return;
    }
    const { rows } = terminal.getCursorPos();
    moveCursor(this.#output, 0, -rows);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
    // Drawing the line anew begins as many rows further up as the cursor was below its first.
    this.#output.write(lines + "\n".repeat(rows));
    terminal.prompt(true);
  }
}
