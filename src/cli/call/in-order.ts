type Settled<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Results that come in any order, handed on in the order in which they were asked for; so many at most are waited for.
 * The first failure, of a result or of whoever takes them, ends it.
 */
export class InOrder<T> {
  readonly #window: number;
  readonly #take: (result: T) => Promise<void> | void;
  readonly #fail: (error: unknown) => void;
  #waiting: Promise<Settled<T>>[] = [];
  #running: Promise<void> | null = null;
  #room: (() => void) | null = null;
  #failed: { readonly error: unknown } | null = null;

  /** `fail` hears of the failure as soon as it happens; {@link add} and {@link done} throw it. */
  constructor(window: number, take: (result: T) => Promise<void> | void, fail: (error: unknown) => void) {
    this.#window = window;
    this.#take = take;
    this.#fail = fail;
  }

  /** Waits for room where there is none. @throws what one before it failed with. */
  async add(result: Promise<T>): Promise<void> {
    const settled = result.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    this.#check();
    this.#waiting.push(settled);
    this.#running ??= this.#run();
    if (this.#waiting.length >= this.#window) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
    this.#check();
  }

  /** Settles when everything has been handed on. @throws what failed. */
  async done(): Promise<void> {
    await this.#running;
    this.#check();
  }

  #check(): void {
    if (this.#failed !== null) throw this.#failed.error;
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        const settled = await next;
        if ("error" in settled) throw settled.error;
        await this.#take(settled.value);
        this.#waiting.splice(0, 1);
        if (this.#waiting.length < this.#window) this.#room?.();
      }
    } catch (error) {
      this.#failed ??= { error };
      this.#waiting = [];
      this.#room?.();
      this.#fail(error);
    }
    this.#running = null;
  }
}
