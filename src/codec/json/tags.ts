import type { Member } from "../members.ts";
import type { TagRule } from "../tag.ts";
import { isObject, type Place } from "./place.ts";

/** Makes discriminators and arms agree: an arm decides a discriminator left out, and may not contradict one given. */
export function settleTags(members: readonly Member[], fields: Record<string, unknown>, place: Place): void {
  for (const { name, tag } of members) {
    const value = fields[name];
    if (tag === null || !isObject(value)) continue;
    place.enter(name);
    settleTag(tag, value, fields, place);
    place.leave();
  }
}

function settleTag(tag: TagRule, union: object, fields: Record<string, unknown>, place: Place): void {
  const { discriminator } = tag;
  const arms = Object.keys(union);
  const given = fields[discriminator];
  if (typeof given === "number") {
    const selected = tag.armOf.get(given);
    if (selected === undefined) return;
    const other = arms.find((arm) => arm !== selected);
    if (other !== undefined) {
      place.fail(`${discriminator} selects ${selected}, but ${other} is given`, union);
    }
  } else if (arms.length === 1) {
    const arm = arms[0]!;
    const value = tag.caseOf.get(arm);
    if (value === undefined) place.fail(`${arm} is selected by no ${discriminator}, so give that too`, union);
    fields[discriminator] = value;
  } else if (arms.length > 1) {
    place.fail(`${arms.join(" and ")} are given, and no ${discriminator} to choose`, union);
  }
}
