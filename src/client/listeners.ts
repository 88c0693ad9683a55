/** Functions that want to hear of something. One that throws keeps nobody else from hearing. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #failed: (error: unknown) => void;
  readonly #untold: T[] = [];

  /** `failed` gets what a listener throws. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  get size(): number {
    return this.#listeners.size;
  }

  add(listener: (value: T) => void): void {
    this.#listeners.add(listener);
  }

  remove(listener: (value: T) => void): void {
    this.#listeners.delete(listener);
  }

  /** Those that come or go meanwhile make no difference. */
  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  /** Where a listener may bring about the next value: all hear of this one first, and then of that. */
  tellInTurn(value: T): void {
    this.#untold.push(value);
    if (this.#untold.length > 1) return;
    for (let next = this.#untold[0]; next !== undefined; next = this.#untold[0]) {
      this.tell(next);
      this.#untold.shift();
    }
  }
}
