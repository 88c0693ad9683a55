import { type Shape, sizeOf } from "../layout.ts";
import type { Member } from "../members.ts";

/** The size of what lies in a union; all of that has one. */
export function fixedSize(shape: Shape): number {
  const size = sizeOf(shape);
  if (size === null) throw new RangeError(`a ${shape.kind} of variable length in a union`);
  return size;
}

/** Members and where they start. */
export function placed(
  members: readonly Member[],
  o: number,
): { readonly member: Member; readonly at: number }[] {
  let at = o;
  return members.map((member) => {
    const start = at;
    at += fixedSize(member.shape);
    return { member, at: start };
  });
}

/** The arm of the most bytes, the first of several: the one that encoding writes when all are given. */
export function largestOf(arms: readonly Member[]): Member {
  return arms.reduce((best, arm) => (fixedSize(arm.shape) > fixedSize(best.shape) ? arm : best));
}
