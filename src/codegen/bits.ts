import type { EnumType } from "../schema/index.ts";

const single = (value: number): boolean => value > 0 && (value & (value - 1)) === 0;

/**
 * True where a value may be an OR of members. `enumflag` says so, but most of VPP's flags are older than that
 * word and plain enums (`if_status_flags`): known by their name, or by members that are bits with gaps between
 * them or without a zero. For such an enum any number has to do.
 */
export function isBits({ flag, name, members }: EnumType): boolean {
  if (flag || /(^|_)flags?(_|$)/.test(name)) return true;
  const values = members.map((member) => member.value).filter((value) => value !== 0);
  if (values.length < 2 || !values.every(single)) return false;
  return values.length === members.length || Math.max(...values) >= 4;
}
