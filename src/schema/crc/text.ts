/** What VPP takes CRCs of: the text Python shows for a list of fields or members (vppapigen.py, `__repr__`). */

export interface FieldText {
  readonly type: string;
  readonly name: string;
  readonly length: number | null;
  readonly count: string | null;
}

export function fieldsText(fields: readonly FieldText[]): string {
  return `[${fields.map(fieldText).join(", ")}]`;
}

function fieldText({ type, name, length, count }: FieldText): string {
  if (length === null) return `['${type}', '${name}']`;
  return `['${type}', '${name}', ${length}, ${count === null ? "None" : `'${count}'`}]`;
}

export interface MemberText {
  readonly name: string;
  readonly value: number;
  readonly backwardsCompatible: boolean;
}

/** Members marked `backwards_compatible` don't count, so that adding them changes no CRC. */
export function membersText(members: readonly MemberText[]): string {
  const counted = members.filter((member) => !member.backwardsCompatible);
  return `[${counted.map(({ name, value }) => `['${name}', ${value}]`).join(", ")}]`;
}

/** What an alias is of doesn't count. */
export const ALIAS_TEXT = "[]";
