import type { JsonObject, JsonValue } from "../../codec/index.ts";
import type { Shape } from "../../codec/layout.ts";
import { type Member, membersOf } from "../../codec/members.ts";
import type { Message } from "../../schema/index.ts";

/** Which arm of an address union counts; noted when it was of use. */
interface Family {
  readonly arm: string;
  used: boolean;
}

/** What a field says that says nothing. Enumerators but these stay: a rule with DENY, which is 0, is to say so. */
const NOTHING = new Set(["0.0.0.0", "::", "0.0.0.0/0", "::/0", "00:00:00:00:00:00"]);
const NOTHING_NAMED = /_(NONE|NORMAL|UNKNOWN)$/;

/**
 * A message's JSON for people: of a fixed array as many elements as the field beside it says (`n_labels` of
 * `label_stack[16]`), of the structs in an array the fields that say something. JSON output has everything.
 */
export function legible({ fields }: Message, json: JsonObject): JsonObject {
  return struct(membersOf(fields), json);
}

/** Outside arrays all fields stay: they are columns of their own. */
function struct(members: readonly Member[], json: JsonObject): JsonObject {
  const shown: JsonObject = {};
  for (const { name, shape } of members) {
    const value = json[name];
    if (value === undefined) continue;
    const counted = firstOf(members, json, name, shape, value);
    if (shape.kind === "array") shown[name] = elements(shape.element, counted, null);
    else if (isStruct(shape) && isObject(value)) shown[name] = struct(membersOf(shape.type.fields), value);
    else shown[name] = value;
  }
  return shown;
}

function elements(element: Shape, value: JsonValue, family: Family | null): JsonValue {
  if (!Array.isArray(value) || !isStruct(element)) return value;
  const members = membersOf(element.type.fields);
  return value.map((item) => (isObject(item) ? telling(members, item, family) : item));
}

/** The fields of a struct in an array that say something. */
function telling(members: readonly Member[], json: JsonObject, outer: Family | null): JsonObject {
  const [familyField, own] = familyOf(members, json);
  const family = own ?? outer;
  const shown: JsonObject = {};
  for (const { name, shape } of members) {
    const value = json[name];
    if (value === undefined) continue;
    const counted = firstOf(members, json, name, shape, value);
    const inner =
      shape.kind === "array"
        ? elements(shape.element, counted, family)
        : shape.kind === "union" && isObject(value)
          ? telling(membersOf(shape.type.fields), armOf(value, family), family)
          : shape.kind === "struct" && isObject(value)
            ? telling(membersOf(shape.type.fields), value, family)
            : value;
    if (!saysNothing(shape, inner)) shown[name] = isUnset(shape, inner) ? "~0" : inner;
  }
  // The arm's name tells the family.
  if (own?.used === true && familyField !== null) delete shown[familyField];
  return shown;
}

/**
 * The address family that an enum beside a union without discriminator tells (`proto` of a path:
 * `FIB_API_PATH_NH_PROTO_IP4`): both arms are the same bytes, one of them means something.
 */
function familyOf(members: readonly Member[], json: JsonObject): readonly [string | null, Family | null] {
  for (const { name, shape } of members) {
    const value = json[name];
    const version = shape.kind === "enum" && typeof value === "string" ? /_IP([46])$/.exec(value) : null;
    if (version !== null) return [name, { arm: `ip${version[1]}`, used: false }];
  }
  return [null, null];
}

function armOf(json: JsonObject, family: Family | null): JsonObject {
  const arm = family === null ? undefined : json[family.arm];
  if (family === null || arm === undefined || Object.keys(json).some((name) => !/^ip[46]$/.test(name)))
    return json;
  family.used = true;
  return { [family.arm]: arm };
}

/** What counts of an array of fixed length. */
function firstOf(
  members: readonly Member[],
  json: JsonObject,
  name: string,
  shape: Shape,
  value: JsonValue,
): JsonValue {
  if (shape.kind !== "array" || shape.length.kind !== "fixed" || !Array.isArray(value)) return value;
  const counter = members.find((other) => isUnsigned(other.shape) && counts(other.name, name));
  const count = counter === undefined ? undefined : json[counter.name];
  return typeof count === "number" && count < value.length ? value.slice(0, count) : value;
}

/** `n_labels` counts `label_stack`, `num_sids` counts `sids`, `rx_count` counts `rx_list`. */
function counts(counter: string, array: string): boolean {
  const what = /^(?:n|num|number_of)_(.+)$/.exec(counter)?.[1] ?? /^(.+)_count$/.exec(counter)?.[1];
  const stem = what?.replace(/s$/, "");
  return stem !== undefined && (array === stem || array === `${stem}s` || array.startsWith(`${stem}_`));
}

function isUnsigned(shape: Shape): boolean {
  return shape.kind === "scalar" && /^u(8|16|32)$/.test(shape.name);
}

function isStruct(shape: Shape): shape is Extract<Shape, { kind: "struct" | "union" }> {
  return shape.kind === "struct" || shape.kind === "union";
}

function saysNothing(shape: Shape, value: JsonValue): boolean {
  if (value === 0 || value === false || value === "") return true;
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  if (typeof value !== "string") return false;
  switch (shape.kind) {
    case "scalar":
      return value === "0";
    case "enum":
      return NOTHING_NAMED.test(value);
    case "text":
      return NOTHING.has(value);
    case "bytes":
      return /^0*$/.test(value);
    default:
      return false;
  }
}

/** VPP's word for "none", as `call` takes it. */
function isUnset(shape: Shape, value: JsonValue): boolean {
  return value === 0xffffffff && shape.kind === "scalar";
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
