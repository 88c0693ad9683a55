import type { Message, UnionType } from "../../schema/model.ts";
import type { Shape } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import { didYouMean } from "../suggest.ts";
import { isAddressUnion } from "../text-form.ts";
import { bytesFromJson } from "./bytes.ts";
import { checkCounts } from "./counts.ts";
import { enumFromJson } from "./enum.ts";
import { isObject, Place } from "./place.ts";
import { plainTextFromJson } from "./plain-text.ts";
import { scalarFromJson } from "./scalar.ts";
import { settleTags } from "./tags.ts";
import { addressFromJson, bareAddress, prefixFromJson } from "./text-struct.ts";

/**
 * A message's fields from JSON, ready to be encoded. Generous: names or numbers for enums, digits or numbers
 * for integers, hex or arrays for bytes, text or structs for addresses. What is left out stays out (encoding
 * puts the default, else zero), count fields aside: those are dropped.
 *
 * @throws VppEncodeError naming the path, for an unknown field, JSON of another kind than the definition asks
 * for, a count that isn't its array's length, a discriminator that contradicts the arm. Whether numbers and
 * lengths are in range is checked on encoding.
 */
export function jsonToFields(message: Message, json: unknown): Record<string, unknown> {
  return structFromJson(membersOf(message.fields), json, new Place(message.name));
}

function structFromJson(members: readonly Member[], json: unknown, place: Place): Record<string, unknown> {
  const fields = membersFromJson(members, json, place);
  checkCounts(members, fields, place);
  settleTags(members, fields, place);
  return fields;
}

function membersFromJson(members: readonly Member[], json: unknown, place: Place): Record<string, unknown> {
  if (!isObject(json)) place.expected("an object", json);
  const fields: Record<string, unknown> = {};
  let found = 0;
  for (const { name, shape } of members) {
    if (!Object.hasOwn(json, name)) continue;
    found++;
    if (json[name] === undefined) continue;
    place.enter(name);
    fields[name] = valueFromJson(shape, json[name], place);
    place.leave();
  }
  if (found < Object.keys(json).length) refuseUnknown(members, json, place);
  return fields;
}

function refuseUnknown(
  members: readonly Member[],
  json: Readonly<Record<string, unknown>>,
  place: Place,
): never {
  const names = members.map((member) => member.name);
  const unknown = Object.keys(json).find((name) => !names.includes(name)) ?? "";
  place.enter(unknown);
  place.fail(`no such field${didYouMean(unknown, names)}`, json[unknown]);
}

function valueFromJson(shape: Shape, json: unknown, place: Place): unknown {
  switch (shape.kind) {
    case "scalar":
      return scalarFromJson(shape.name, json, place);
    case "enum":
      return enumFromJson(shape.type, json, place);
    case "string":
      if (typeof json !== "string") place.expected("a string", json);
      return json;
    case "bytes":
      return bytesFromJson(json, place);
    case "text":
      return textFromJson(shape.form, json, place);
    case "array":
      if (!Array.isArray(json)) place.expected("an array", json);
      return arrayFromJson(shape.element, json, place);
    case "struct":
      return structFromJson(membersOf(shape.type.fields), json, place);
    case "union":
      return unionFromJson(shape.type, json, place);
  }
}

function textFromJson(form: Extract<Shape, { kind: "text" }>["form"], json: unknown, place: Place): unknown {
  switch (form) {
    case "ip4_address":
    case "ip6_address":
    case "mac_address":
      return plainTextFromJson(form, json, place);
    case "address":
      return addressFromJson(json, place);
    case "prefix":
    case "ip4_prefix":
    case "ip6_prefix":
      return prefixFromJson(form, json, place);
  }
}

function unionFromJson(type: UnionType, json: unknown, place: Place): unknown {
  if (typeof json === "string" && isAddressUnion(type)) return bareAddress(json, place);
  return membersFromJson(membersOf(type.fields), json, place);
}

function arrayFromJson(element: Shape, json: readonly unknown[], place: Place): unknown[] {
  return json.map((value, i) => {
    place.enter(i);
    const item = valueFromJson(element, value, place);
    place.leave();
    return item;
  });
}
