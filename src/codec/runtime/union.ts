import type { Writer } from "../bytes.ts";
import { FieldError, fail } from "./fail.ts";
import type { Put } from "./put.ts";
import { asFields } from "./put-array.ts";

/** An arm of a union. `tag` is the discriminator's value that selects it, where the definition gives one. */
export interface Arm {
  readonly name: string;
  readonly size: number;
  readonly tag?: number;
  readonly put: Put;
}

/** The arm `K` of a union of arms, and no other. */
export type Only<Arms, K extends keyof Arms> = { readonly [Own in K]-?: Exclude<Arms[Own], undefined> } & {
  readonly [Other in Exclude<keyof Arms, K>]?: undefined;
};

/** A union without discriminator: the arm that is given; of several the largest, the first on a tie. */
export function putUnion(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  arms: readonly Arm[],
): void {
  const v = asFields(holder, key, x);
  let best: Arm | undefined;
  let given = 0;
  for (const arm of arms) {
    if (v[arm.name] === undefined) continue;
    given++;
    if (best === undefined || arm.size > best.size) best = arm;
  }
  for (const name in v) if (v[name] !== undefined) given--;
  if (given !== 0) unknownArm(v, arms);
  best?.put(w, o, v, best.name, v[best.name]);
}

/**
 * A union told apart by a sibling, whose value is `tag` (undefined where it was left out: then the arm decides).
 * Returns the discriminator's value.
 */
export function putTagged(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  arms: readonly Arm[],
  tag: number | undefined,
): number | undefined {
  const v = asFields(holder, key, x);
  const selected = tag === undefined ? undefined : arms.find((arm) => arm.tag === tag);
  if (tag !== undefined && selected === undefined) {
    putUnion(w, o, holder, key, x, arms);
    return tag;
  }
  const given = arms.filter((arm) => v[arm.name] !== undefined);
  const known = Object.keys(v).filter((name) => v[name] !== undefined).length;
  if (known !== given.length) unknownArm(v, arms);
  const arm = given[0];
  if (arm === undefined) return tag;
  if (given.length > 1) {
    const names = given.map((a) => a.name).join(", ");
    throw new FieldError(holder, key, `expected one arm, got ${names}`, x);
  }
  if (selected !== undefined && arm !== selected) {
    throw new FieldError(v, arm.name, `contradicts the discriminator, which selects ${selected.name}`, x);
  }
  if (arm.tag === undefined && tag === undefined) fail(holder, key, `a discriminator beside ${arm.name}`, x);
  arm.put(w, o, v, arm.name, v[arm.name]);
  return arm.tag ?? tag;
}

function unknownArm(v: Record<string, unknown>, arms: readonly Arm[]): never {
  const names = arms.map((arm) => arm.name);
  const stranger = Object.keys(v).find((name) => v[name] !== undefined && !names.includes(name)) ?? "";
  throw new FieldError(v, stranger, `unknown arm (known: ${names.join(", ")})`, v[stranger]);
}
