// Everything a campaign decides comes from here, so that a seed gives the same plan again.
import { seededRandom } from "../../src/codec/index.ts";

/** Choices drawn from one seed. What the answers' timing decides (how far a plan gets) is not in it. */
export class Chance {
  readonly seed: number;
  readonly #next: () => number;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.#next = seededRandom(this.seed);
  }

  /** Choices of somebody else's own: how many one draws doesn't change what the other gets. */
  fork(): Chance {
    return new Chance(Math.floor(this.#next() * 2 ** 32));
  }

  /** True that often. */
  odds(probability: number): boolean {
    return this.#next() < probability;
  }

  /** A whole number of `from` to `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.#next() * (to - from + 1));
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.between(0, from.length - 1)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }

  /** One of those given, as often as its weight says. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T {
    const total = from.reduce((sum, { weight }) => sum + weight, 0);
    let at = this.#next() * total;
    for (const one of from) {
      at -= one.weight;
      if (at < 0) return one;
    }
    return this.pick(from);
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let i = 0; i < length; i++) bytes[i] = this.between(0, 255);
    return bytes;
  }

  text(length: number): string {
    let text = "";
    while (text.length < length) text += this.between(0, 2 ** 30).toString(36);
    return text.slice(0, length);
  }
}
