/** How long calls of one message took, from being queued to the last byte of the answer. Milliseconds. */
export interface CallStats {
  /** Calls that were answered, refusals among them. */
  readonly count: number;
  readonly mean: number;
  readonly max: number;
}

/** Where it is added up. */
export class CallCounter {
  count = 0;
  total = 0;
  max = 0;

  add(duration: number): void {
    this.count++;
    this.total += duration;
    if (duration > this.max) this.max = duration;
  }

  read(): CallStats {
    return { count: this.count, mean: this.count === 0 ? 0 : this.total / this.count, max: this.max };
  }
}

/** A counter for each message that was called. */
export class CallCounters {
  readonly #counters = new Map<string, CallCounter>();

  of(name: string): CallCounter {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      counter = new CallCounter();
      this.#counters.set(name, counter);
    }
    return counter;
  }

  /** Those of messages that were answered. */
  read(): Map<string, CallStats> {
    const used = [...this.#counters].filter(([, { count }]) => count > 0);
    return new Map(used.map(([name, counter]) => [name, counter.read()]));
  }
}
