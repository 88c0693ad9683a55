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
