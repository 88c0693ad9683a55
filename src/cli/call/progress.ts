/** Where a progress line is shown. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two looks of the line. */
const INTERVAL = 200;
const CLEAR_LINE = "\r\u001b[K";

/** One line on a terminal that says how far it is; nothing elsewhere. */
export class Progress {
  answered = 0;
  refused = 0;
  readonly #terminal: Terminal;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #start: number = performance.now();

  /** Shown on `terminal` only where it is one, and where `others` isn't, whose lines it would break. */
  constructor(terminal: Terminal = process.stderr, others: Pick<Terminal, "isTTY"> = process.stdout) {
    this.#terminal = terminal;
    if (terminal.isTTY !== true || others.isTTY === true) return;
    this.#timer = setInterval(() => terminal.write(`${CLEAR_LINE}${this.text()}`), INTERVAL);
    this.#timer.unref();
  }

  text(): string {
    const seconds = (performance.now() - this.#start) / 1000;
    const rate = seconds > 0 ? Math.round(this.answered / seconds) : 0;
    const refused = this.refused === 0 ? "" : `, ${grouped(this.refused)} refused`;
    return `${grouped(this.answered)} answered${refused}, ${grouped(rate)}/s`;
  }

  /** Takes the line away and says how it went. */
  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#terminal.write(`${CLEAR_LINE}${this.text()}\n`);
  }
}

/** 1,234,567 */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
