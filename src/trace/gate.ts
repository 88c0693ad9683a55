/** Lets a number in at a time. */
export class Gate {
  readonly #room: number;
  #inside = 0;
  #waiting: (() => void)[] = [];

  constructor(room: number) {
    this.#room = room;
  }

  /** Settles when there is room, which then is taken. One enters at a time. */
  async enter(): Promise<void> {
    while (this.#inside >= this.#room) await this.#changed();
    this.#inside++;
  }

  leave(): void {
    this.#inside--;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Settles when nobody is inside. */
  async idle(): Promise<void> {
    while (this.#inside > 0) await this.#changed();
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
