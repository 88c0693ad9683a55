import { sessionFields } from "../../codec/emit/message.ts";
import type { Field, Message, Type } from "../../schema/index.ts";

/** One thing that two versions of a message can differ in. */
export interface Line {
  /** `route.paths[].weight`; a member of an enum is `flags=IF_UP`. */
  readonly path: string;
  readonly text: string;
}

/** Definitions nest a few levels; more is a mistake, and too much to show. */
const MAX_DEPTH = 16;

/** All that makes up a message: its fields, those inside them, and the members of enums; without the session's. */
export function flatten(message: Message): readonly Line[] {
  const { contextOffset, clientIndexOffset } = sessionFields(message);
  const own = message.fields.filter(
    ({ name }) =>
      !(name === "context" && contextOffset !== null) &&
      !(name === "client_index" && clientIndexOffset !== null),
  );
  const lines: Line[] = [];
  for (const field of own) flattenField(lines, field, "", 0);
  return lines;
}

function flattenField(lines: Line[], field: Field, prefix: string, depth: number): void {
  const { array } = field;
  const length = array === null ? "" : array.kind === "fixed" ? `[${array.length}]` : "[]";
  const path = `${prefix}${field.name}`;
  lines.push({ path, text: `${typeText(field.type)}${length}` });
  flattenType(lines, field.type, array === null ? path : `${path}[]`, depth);
}

function flattenType(lines: Line[], type: Type, path: string, depth: number): void {
  if (depth > MAX_DEPTH) return;
  switch (type.kind) {
    case "scalar":
    case "string":
      return;
    case "enum":
      for (const { name, value } of type.members)
        lines.push({ path: `${path}=${name}`, text: String(value) });
      return;
    case "alias":
      flattenType(lines, type.type, path, depth + 1);
      return;
    case "struct":
    case "union":
      for (const field of type.fields) flattenField(lines, field, `${path}.`, depth + 1);
  }
}

/** As the `.api` language writes it, with what an alias stands for. */
function typeText(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
      return `string[${type.length ?? ""}]`;
    case "enum":
      return `${type.name} (${type.flag ? "enumflag" : "enum"} : ${type.base})`;
    case "alias":
      return `${type.name} (${typeText(type.type)}${type.length === null ? "" : `[${type.length}]`})`;
    case "struct":
    case "union":
      return type.kind === "union" ? `${type.name} (union)` : type.name;
  }
}
