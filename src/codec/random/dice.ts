/** Choices made with one source of random numbers in [0, 1). */
export class Dice {
  readonly #next: () => number;
  /** Array elements that may still be made; keeps arrays within arrays from multiplying. */
  budget: number;

  constructor(next: () => number, budget: number) {
    this.#next = next;
    this.budget = budget;
  }

  /** True that often. */
  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** An integer in [0, n); `n` up to 2^53. */
  below(n: number): number {
    return Math.floor(this.#next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  byte(): number {
    return this.below(256);
  }

  /** Bytes with runs of 0 and 255 among them. */
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const style = this.below(4);
    for (let i = 0; i < length; i++) {
      if (style === 0) bytes[i] = this.byte();
      else if (style === 1) bytes[i] = this.chance(0.7) ? 0 : this.byte();
      else bytes[i] = this.chance(0.5) ? (bytes[i - 1] ?? 255) : this.byte();
    }
    return bytes;
  }
}
