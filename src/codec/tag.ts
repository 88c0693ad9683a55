import type { EnumType, Field, Type, UnionType } from "../schema/model.ts";

/** How a discriminated union is told apart: a sibling's value selects the arm. */
export interface TagRule {
  /** The sibling's name. */
  readonly discriminator: string;
  /** The arm that a value of the sibling selects; no entry where it selects none. */
  readonly armOf: ReadonlyMap<number, string>;
  /** The value that selects an arm; no entry for an arm without `case`. */
  readonly caseOf: ReadonlyMap<string, number>;
}

/**
 * The rule by which the arms of a union field are selected. Null for other fields, and for a union whose
 * field names no discriminator: `case` alone, as in `npol_ipset_member_val` (26.06), selects nothing.
 */
export function tagOf(field: Field, siblings: readonly Field[]): TagRule | null {
  const union = behindAliases(field.type);
  const { discriminator } = field.options;
  // The grammar has no options on arrays.
  if (field.array !== null || union.kind !== "union" || typeof discriminator !== "string") return null;
  const sibling = siblings.find((other) => other.name === discriminator);
  if (sibling === undefined || sibling.array !== null) return null;
  const type = behindAliases(sibling.type);
  if (type.kind === "enum") return rule(discriminator, union, type);
  return type.kind === "scalar" && /^[ui](8|16|32)$/.test(type.name)
    ? rule(discriminator, union, null)
    : null;
}

function rule(discriminator: string, union: UnionType, type: EnumType | null): TagRule {
  const armOf = new Map<number, string>();
  const caseOf = new Map<string, number>();
  for (const arm of union.fields) {
    const value = caseValue(arm, type);
    if (value === undefined) continue;
    caseOf.set(arm.name, value);
    if (!armOf.has(value)) armOf.set(value, arm.name);
  }
  return { discriminator, armOf, caseOf };
}

/** A `case` is a member of the discriminator's enum, or a number. */
function caseValue(arm: Field, type: EnumType | null): number | undefined {
  const { case: selector } = arm.options;
  if (typeof selector === "number") return selector;
  return type?.members.find((member) => member.name === selector)?.value;
}

function behindAliases(type: Type): Type {
  let behind = type;
  while (behind.kind === "alias" && behind.length === null) behind = behind.type;
  return behind;
}
