import type { JsonObject, JsonValue } from "../../../codec/index.ts";

/** Deeper than any message; what is deeper is no row of a table. */
const MAX_DEPTH = 8;

/** A plain object as JSON, for a table: bytes as hex, bigints as digits. Undefined for what it wouldn't do justice to. */
export function plainRow(value: unknown): JsonObject | undefined {
  return isPlain(value) ? objectOf(value, 0) : undefined;
}

function objectOf(value: Readonly<Record<string, unknown>>, depth: number): JsonObject | undefined {
  const json: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const item = jsonOf(field, depth + 1);
    if (item === undefined) return undefined;
    json[name] = item;
  }
  return json;
}

function jsonOf(value: unknown, depth: number): JsonValue | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return String(value);
    case "undefined":
      return "";
    case "object":
      if (value === null) return null;
      if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
      if (Array.isArray(value)) return arrayOf(value, depth);
      return isPlain(value) ? objectOf(value, depth) : undefined;
    default:
      return undefined;
  }
}

function arrayOf(values: readonly unknown[], depth: number): JsonValue[] | undefined {
  const json: JsonValue[] = [];
  for (const value of values) {
    const item = jsonOf(value, depth + 1);
    if (item === undefined) return undefined;
    json.push(item);
  }
  return json;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
