/** Functions that want to hear of something. One that throws keeps nobody else from hearing. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #failed: (error: unknown) => void;
  readonly #untold: T[] = [];
  #telling = false;

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

  /**
   * Where hearing of one value may bring about the next: all hear of this one first, and then of that. The same holds for
   * `before`, which is done before anybody hears.
   */
  tellInTurn(value: T, before: () => void = () => {}): void {
    this.#untold.push(value);
    before();
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) this.tell(next);
    this.#telling = false;
  }
}
