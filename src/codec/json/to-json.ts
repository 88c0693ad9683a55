import type { Message } from "../../schema/model.ts";
import type { Shape } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import { bytesToJson } from "./bytes.ts";
import { enumToJson } from "./enum.ts";
import { isObject, Place } from "./place.ts";
import { scalarToJson } from "./scalar.ts";
import { textStructToJson } from "./text-struct.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/**
 * The JSON of a message's fields, in the definition's order: enums by name, bytes in hex, integers of 64 bits
 * as digits. Takes values as decoding gives them; `client_index` and `context` are in it where they are in
 * `fields`, and so with every other field.
 *
 * @throws VppEncodeError naming the path, for a value that its definition can't have.
 */
export function fieldsToJson(message: Message, fields: Readonly<Record<string, unknown>>): JsonObject {
  const place = new Place(message.name);
  if (!isObject(fields)) place.expected("an object", fields);
  return membersToJson(membersOf(message.fields), fields, place);
}

function membersToJson(
  members: readonly Member[],
  fields: Readonly<Record<string, unknown>>,
  place: Place,
): JsonObject {
  const json: JsonObject = {};
  for (const { name, shape } of members) {
    const value = fields[name];
    if (value === undefined) continue;
    place.enter(name);
    json[name] = valueToJson(shape, value, place);
    place.leave();
  }
  return json;
}

function valueToJson(shape: Shape, value: unknown, place: Place): JsonValue {
  switch (shape.kind) {
    case "scalar":
      return scalarToJson(value, place);
    case "enum":
      if (typeof value !== "number") place.expected("an enum's number", value);
      return enumToJson(shape.type, value);
    case "string":
      if (typeof value !== "string") place.expected("a string", value);
      return value;
    case "bytes":
      return bytesToJson(value, place);
    case "text":
      return textStructToJson(value, place);
    case "array":
      if (!Array.isArray(value)) place.expected("an array", value);
      return arrayToJson(shape.element, value, place);
    case "struct":
    case "union":
      if (!isObject(value)) place.expected("an object", value);
      return membersToJson(membersOf(shape.type.fields), value, place);
  }
}

function arrayToJson(element: Shape, values: readonly unknown[], place: Place): JsonValue[] {
  return values.map((value, i) => {
    place.enter(i);
    const json = valueToJson(element, value, place);
    place.leave();
    return json;
  });
}
