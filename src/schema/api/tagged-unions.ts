/** Fields with `discriminator`: the union they hold must name a case of that enum for each arm. */
import { VppDefinitionError } from "../../errors/index.ts";
import type { EnumDeclaration, FieldDeclaration, StructDeclaration } from "../file/declarations.ts";
import type { TypeTable } from "./types.ts";

/** @throws VppDefinitionError as VPP's compiler does (vppapigen.py, _validate_tagged_unions). */
export function checkTaggedUnions(
  parent: string,
  fields: readonly FieldDeclaration[],
  table: TypeTable,
): void {
  const before = new Map<string, FieldDeclaration>();
  for (const field of fields) {
    if (field.length === null) before.set(field.name, field);
    if (!Object.hasOwn(field.options, "discriminator")) continue;
    const at = `${parent}.${field.name}`;
    const name = String(field.options.discriminator);
    const sibling = before.get(name);
    if (sibling === undefined) refuse(field, `${at}: its discriminator ${name} is no field before it`);
    const type = table.get(sibling.type);
    if (type?.kind !== "enum")
      refuse(field, `${at}: its discriminator ${name} is of ${sibling.type}, which is no enum`);
    const union = table.get(field.type);
    if (union?.kind !== "union") refuse(field, `${at}: has a discriminator, but ${field.type} is no union`);
    checkArms(union, type, field);
  }
}

function checkArms(union: StructDeclaration, type: EnumDeclaration, field: FieldDeclaration): void {
  const members = new Set(type.members.map((member) => member.name));
  const cases = new Set<string>();
  for (const arm of union.fields) {
    const at = `union ${union.name}: arm ${arm.name}`;
    const value = arm.options.case ?? null;
    if (value === null) refuse(field, `${at} has no case`);
    const name = String(value);
    if (!members.has(name)) refuse(field, `${at}: ${name} is no member of enum ${type.name}`);
    if (cases.has(name)) refuse(field, `${at}: a second case ${name}`);
    cases.add(name);
  }
}

function refuse(field: FieldDeclaration, text: string): never {
  throw new VppDefinitionError(text, field.source);
}
