import type {
  AliasDeclaration,
  DeclaredOptions,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  StructDeclaration,
  TypeDeclaration,
} from "../file/declarations.ts";
import { plainValue } from "./options.ts";

/** Whether two declarations mean the same on the wire and to a caller; comments and places may differ. */
export function sameType(a: TypeDeclaration, b: TypeDeclaration): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "struct":
    case "union":
      return a.kind === b.kind && sameFields(a.fields, (b as StructDeclaration).fields);
    case "enum":
      return b.kind === "enum" && sameEnum(a, b);
    case "alias":
      return b.kind === "alias" && sameAlias(a, b);
  }
}

export function sameMessage(a: MessageDeclaration, b: MessageDeclaration): boolean {
  return a.crc === b.crc && sameFields(a.fields, b.fields) && sameOptions(a.options, b.options);
}

function sameEnum(a: EnumDeclaration, b: EnumDeclaration): boolean {
  return (
    a.flag === b.flag &&
    a.base === b.base &&
    a.members.length === b.members.length &&
    a.members.every((m, i) => m.name === b.members[i]?.name && m.value === b.members[i]?.value)
  );
}

function sameAlias(a: AliasDeclaration, b: AliasDeclaration): boolean {
  return a.type === b.type && a.length === b.length;
}

function sameFields(a: readonly FieldDeclaration[], b: readonly FieldDeclaration[]): boolean {
  return a.length === b.length && a.every((field, i) => sameField(field, b[i] as FieldDeclaration));
}

function sameField(a: FieldDeclaration, b: FieldDeclaration): boolean {
  return (
    a.name === b.name &&
    a.type === b.type &&
    a.length === b.length &&
    a.count === b.count &&
    sameOptions(a.options, b.options)
  );
}

function sameOptions(a: DeclaredOptions, b: DeclaredOptions): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every(
      (name) => Object.hasOwn(b, name) && plainValue(a[name] ?? null) === plainValue(b[name] ?? null),
    )
  );
}
