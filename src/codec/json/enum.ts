import type { EnumType } from "../../schema/model.ts";
import { meantOrKnown } from "../suggest.ts";
import type { Place } from "./place.ts";

interface Members {
  /** The first member of each value. */
  readonly nameOf: ReadonlyMap<number, string>;
  readonly numberOf: ReadonlyMap<string, number>;
  /** Members of a single bit, lowest first. */
  readonly bits: readonly { readonly bit: number; readonly name: string }[];
}

const known = new WeakMap<EnumType, Members>();

function membersOf(type: EnumType): Members {
  let members = known.get(type);
  if (members === undefined) {
    const nameOf = new Map<number, string>();
    for (const { name, value } of type.members) if (!nameOf.has(value)) nameOf.set(value, name);
    const bits = [...nameOf]
      .filter(([value]) => value > 0 && Math.log2(value) % 1 === 0)
      .map(([bit, name]) => ({ bit, name }))
      .sort((a, b) => a.bit - b.bit);
    members = { nameOf, numberOf: new Map(type.members.map((m) => [m.name, m.value])), bits };
    known.set(type, members);
  }
  return members;
}

/**
 * An enum's value: its name; the names of its bits, where it is no member but exactly some members of one bit
 * each; else the number. An enumflag's: the names of its bits, and what has no name as one number behind them.
 */
export function enumToJson(type: EnumType, value: number): string | number | (string | number)[] {
  const { nameOf, bits } = membersOf(type);
  if (!type.flag) {
    const name = nameOf.get(value);
    if (name !== undefined) return name;
    if (value <= 0) return value;
  }
  const names: (string | number)[] = [];
  // A signed base with its top bit set is negative; as bits it is the same.
  let rest = (value & (2 ** widthOf(type) - 1)) >>> 0;
  for (const { bit, name } of bits) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest === 0) return names;
  return type.flag ? [...names, rest] : value;
}

/** A member's name, a number, or an array of them that are OR-ed together. Whether it fits is the encoder's. */
export function enumFromJson(type: EnumType, json: unknown, place: Place): number {
  if (!Array.isArray(json)) return one(type, json, place);
  let bits = 0;
  for (const [i, item] of json.entries()) {
    place.enter(i);
    const value = one(type, item, place);
    if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) {
      place.expected("bits of 32 at most", item);
    }
    bits |= value;
    place.leave();
  }
  return type.base.startsWith("i") ? signed(bits, type) : bits >>> 0;
}

function one(type: EnumType, json: unknown, place: Place): number {
  if (typeof json === "number") return json;
  const { numberOf } = membersOf(type);
  const value = typeof json === "string" ? numberOf.get(json) : undefined;
  if (value !== undefined) return value;
  const meant = meantOrKnown(typeof json === "string" ? json : "", numberOf.keys());
  place.expected(`the name of a member of ${type.name}, or a number`, json, meant);
}

/** Bits as the signed number that the wire has for them; what doesn't fit is left for the encoder to refuse. */
function signed(bits: number, type: EnumType): number {
  const width = widthOf(type);
  return bits < 0 || bits >= 2 ** width ? bits : (bits << (32 - width)) >> (32 - width);
}

function widthOf(type: EnumType): number {
  return Number(type.base.slice(1));
}
