import type { EnumType, ScalarName } from "../../schema/model.ts";
import type { Dice } from "./dice.ts";

// No NaN (equal to nothing) and no -0 (JSON text loses its sign).
const FLOATS: readonly number[] = [
  0,
  1,
  -1,
  0.1,
  1e9 + 0.5,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

/** Half the time an edge: 0, 1, the smallest, the largest. */
export function randomScalar(name: ScalarName, dice: Dice): number | bigint | boolean {
  switch (name) {
    case "bool":
      return dice.chance(0.5);
    case "f64":
      return randomFloat(dice);
    case "u64":
    case "i64":
      return randomBigint(name, dice);
    default:
      return randomInteger(name, dice);
  }
}

export function randomFloat(dice: Dice): number {
  return dice.chance(0.5) ? dice.pick(FLOATS) : (dice.below(2 ** 40) - 2 ** 39) / 1024;
}

/** Any value of an integer type of 32 bits at most. */
export function randomInteger(name: Exclude<ScalarName, "bool" | "f64" | "u64" | "i64">, dice: Dice): number {
  const span = 2 ** Number(name.slice(1));
  const lowest = name.startsWith("i") ? -span / 2 : 0;
  const highest = lowest + span - 1;
  return dice.chance(0.5) ? dice.pick([0, 1, lowest, highest]) : lowest + dice.below(span);
}

function randomBigint(name: "u64" | "i64", dice: Dice): bigint {
  // The edge of what a number holds exactly is one of a bigint's edges too.
  const edges =
    name === "u64" ? [0n, 1n, 2n ** 53n, 2n ** 64n - 1n] : [0n, -1n, -(2n ** 63n), 2n ** 63n - 1n];
  if (dice.chance(0.5)) return dice.pick(edges);
  const bits = (BigInt(dice.below(2 ** 32)) << 32n) | BigInt(dice.below(2 ** 32));
  return name === "u64" ? bits : BigInt.asIntN(64, bits);
}

/** Mostly a member, or for flags an OR of members; sometimes a number that is neither. */
export function randomEnum(type: EnumType, dice: Dice): number {
  if (type.members.length === 0 || dice.chance(0.1)) return randomInteger(type.base, dice);
  if (!type.flag) return dice.pick(type.members).value;
  const some = type.members.filter(() => dice.chance(0.4));
  return some.reduce((bits, member) => (bits | member.value) >>> 0, 0);
}
