import type { Field, UnionType } from "../../schema/model.ts";
import { type Shape, unionSize } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import type { TagRule } from "../tag.ts";
import type { Dice } from "./dice.ts";
import { fillRandom } from "./fill.ts";
import { readArms } from "./read.ts";
import { randomEnum, randomScalar } from "./scalar.ts";
import { randomString, randomText } from "./text.ts";

/** Elements of an array whose length is free, and bytes likewise. */
const MAX_ELEMENTS = 8;
const MAX_BYTES = 64;

export interface ValueOptions {
  readonly multibyte: boolean;
}

export class RandomValues {
  readonly #dice: Dice;
  readonly #options: ValueOptions;

  constructor(dice: Dice, options: ValueOptions) {
    this.#dice = dice;
    this.#options = options;
  }

  /** Every field but the counts and `without`. */
  struct(fields: readonly Field[], without: readonly string[] = []): Record<string, unknown> {
    const members = membersOf(fields);
    const chosen = this.#discriminators(members);
    const values: Record<string, unknown> = {};
    for (const { name, shape, countOf, tag } of members) {
      if (countOf !== null || without.includes(name)) continue;
      const arm = tag?.armOf.get(chosen.get(tag.discriminator) ?? Number.NaN);
      values[name] = chosen.get(name) ?? this.#value(shape, arm);
    }
    return values;
  }

  /** The values of the siblings that select arms; decided first, they come before and after their unions. */
  #discriminators(members: readonly Member[]): Map<string, number> {
    const chosen = new Map<string, number>();
    for (const { tag } of members) {
      if (tag !== null && !chosen.has(tag.discriminator)) {
        chosen.set(tag.discriminator, this.#discriminator(tag, members));
      }
    }
    return chosen;
  }

  #discriminator(tag: TagRule, members: readonly Member[]): number {
    const dice = this.#dice;
    if (tag.armOf.size > 0 && !dice.chance(0.05)) return dice.pick([...tag.armOf.keys()]);
    const shape = members.find(({ name }) => name === tag.discriminator)?.shape;
    if (shape === undefined) throw new RangeError(`no field ${tag.discriminator}`);
    return Number(this.#value(shape));
  }

  /** `arm`: the only one of a discriminated union; every arm, when there is no such. */
  #value(shape: Shape, arm?: string): unknown {
    switch (shape.kind) {
      case "scalar":
        return randomScalar(shape.name, this.#dice);
      case "enum":
        return randomEnum(shape.type, this.#dice);
      case "string":
        return randomString(stringRoom(shape.length), this.#options.multibyte, this.#dice);
      case "text":
        return randomText(shape.form, this.#dice);
      case "bytes": {
        const { length } = shape;
        return this.#dice.bytes(length.kind === "fixed" ? length.length : this.#dice.below(MAX_BYTES + 1));
      }
      case "array": {
        const length = shape.length.kind === "fixed" ? shape.length.length : this.#arrayLength();
        return Array.from({ length }, () => this.#value(shape.element));
      }
      case "struct":
        return this.struct(shape.type.fields);
      case "union":
        return arm === undefined ? this.#everyArm(shape.type) : this.#oneArm(shape.type, arm);
    }
  }

  #arrayLength(): number {
    const dice = this.#dice;
    const wanted = dice.chance(0.4) ? dice.pick([0, 1]) : dice.below(MAX_ELEMENTS + 1);
    const length = Math.min(wanted, dice.budget);
    dice.budget -= length;
    return length;
  }

  #oneArm(type: UnionType, name: string): Record<string, unknown> {
    const arm = membersOf(type.fields).find((member) => member.name === name);
    if (arm === undefined) throw new RangeError(`union ${type.name} has no arm ${name}`);
    return { [name]: this.#value(arm.shape) };
  }

  /** The largest arm is what encoding writes; the others show its bytes. */
  #everyArm(type: UnionType): Record<string, unknown> {
    const bytes = new Uint8Array(unionSize(type));
    fillRandom({ kind: "union", type }, this.#dice, bytes, 0);
    return readArms(type, bytes, 0);
  }
}

/** A string of N bytes ends in a NUL. */
function stringRoom(length: number | null): number {
  return length === null ? MAX_BYTES : Math.max(0, length - 1);
}
