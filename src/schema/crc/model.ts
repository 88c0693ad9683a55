import type { Field, Message, Type } from "../model.ts";
import { crc32 } from "./crc32.ts";
import { ALIAS_TEXT, type FieldText, fieldsText, membersText } from "./text.ts";

/**
 * A message's CRC worked out from its definition, eight lower-case hex digits. Where the definition came
 * from JSON this differs from `message.crc` if a `backwards_compatible` enum member is in play: JSON keeps
 * the mark to itself.
 */
export function messageCrc(message: Pick<Message, "fields">): string {
  const start = crc32(fieldsText(message.fields.map(fieldText)));
  return foldTypes(message.fields, start).toString(16).padStart(8, "0");
}

function foldTypes(fields: readonly Field[], start: number): number {
  return fields.reduce((crc, field) => foldType(field.type, crc), start);
}

function foldType(type: Type, crc: number): number {
  switch (type.kind) {
    case "scalar":
    case "string":
      return crc;
    case "enum":
      return crc32(membersText(type.members), crc);
    case "alias":
      return crc32(ALIAS_TEXT, crc);
    case "struct":
    case "union":
      return foldTypes(type.fields, crc32(fieldsText(type.fields.map(fieldText)), crc));
  }
}

function fieldText(field: Field): FieldText {
  const { name, type, array } = field;
  if (type.kind === "string") return { type: "string", name, length: type.length ?? 0, count: null };
  return {
    type: type.kind === "scalar" ? type.name : `vl_api_${type.name}_t`,
    name,
    length: array === null ? null : array.kind === "fixed" ? array.length : 0,
    count: array?.kind === "counted" ? array.count : null,
  };
}
