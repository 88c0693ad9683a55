import type { FieldDeclaration, TypeDeclaration } from "../file/declarations.ts";
import { crc32 } from "./crc32.ts";
import { ALIAS_TEXT, fieldsText, membersText } from "./text.ts";

export function typeText(type: TypeDeclaration): string {
  switch (type.kind) {
    case "struct":
    case "union":
      return fieldsText(type.fields);
    case "enum":
      return membersText(type.members);
    case "alias":
      return ALIAS_TEXT;
  }
}

export type LookUp = (reference: string) => TypeDeclaration | undefined;

/** A message's CRC: of its fields, then depth-first of every type they refer to, each time they do. */
export function declaredCrc(fields: readonly FieldDeclaration[], lookUp: LookUp): number {
  return foldTypes(fields, lookUp, crc32(fieldsText(fields)));
}

/** As releases up to 20.05 did it: the first struct, union or maybe alias ends the walk over its siblings. */
export function earlyCrc(fields: readonly FieldDeclaration[], lookUp: LookUp, aliasEnds: boolean): number {
  let crc = crc32(fieldsText(fields));
  for (let block: readonly FieldDeclaration[] | null = fields; block !== null; ) {
    let inner: readonly FieldDeclaration[] | null = null;
    for (const field of block) {
      const type = lookUp(field.type);
      if (type === undefined || (type.kind === "alias" && !aliasEnds)) continue;
      crc = crc32(typeText(type), crc);
      if (type.kind === "enum") continue;
      inner = type.kind === "alias" ? null : type.fields;
      break;
    }
    block = inner;
  }
  return crc;
}

function foldTypes(fields: readonly FieldDeclaration[], lookUp: LookUp, start: number): number {
  let crc = start;
  for (const field of fields) {
    const type = lookUp(field.type);
    if (type === undefined) continue;
    crc = crc32(typeText(type), crc);
    if (type.kind === "struct" || type.kind === "union") crc = foldTypes(type.fields, lookUp, crc);
  }
  return crc;
}
