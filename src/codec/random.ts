import type { Message } from "../schema/model.ts";
import { Dice } from "./random/dice.ts";
import { RandomValues } from "./random/value.ts";

/** Elements of arrays of free length in one message, arrays within arrays included. */
const MAX_ELEMENTS = 64;

export interface RandomOptions {
  /** Letters of more than one byte in strings; false unless told, as other clients send ASCII only. */
  readonly multibyte?: boolean;
}

/**
 * Random values for a message, as decoding would give them: arrays of full length where that is fixed, no
 * counts, discriminators that fit their arms, every arm of other unions. Edges are favoured, and values that
 * definitions don't name (enums, address families) are among them. `client_index` and `context` are left out.
 * The same numbers from `rng` give the same values.
 */
export function randomFields(
  message: Message,
  rng: () => number,
  options: RandomOptions = {},
): Record<string, unknown> {
  const values = new RandomValues(new Dice(rng, MAX_ELEMENTS), { multibyte: options.multibyte ?? false });
  return values.struct(message.fields, ["client_index", "context"]);
}

/** Random numbers in [0, 1), the same for the same seed (mulberry32: 32 bits of state; not for secrets). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
