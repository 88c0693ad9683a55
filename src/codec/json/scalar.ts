import type { ScalarName } from "../../schema/model.ts";
import type { Place } from "./place.ts";
import type { JsonValue } from "./types.ts";

/** More digits than any integer of 64 bits has, leading zeros allowed for; longer ones cost quadratic time. */
const MAX_DIGITS = 32;
const INTEGER = /^-?[0-9]+$/;

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

export function scalarToJson(value: unknown, place: Place): JsonValue {
  switch (typeof value) {
    case "boolean":
      return value;
    case "bigint":
      return value.toString();
    case "number":
      return Number.isFinite(value) ? value : String(value);
    default:
      place.expected("a number, bigint or boolean", value);
  }
}

/** Integers of 64 bits as bigint, others as number. Whether one fits its type is for the encoder to say. */
export function scalarFromJson(name: ScalarName, json: unknown, place: Place): number | bigint | boolean {
  switch (name) {
    case "bool":
      return boolFromJson(json, place);
    case "f64":
      return floatFromJson(json, place);
    case "u64":
    case "i64":
      return bigintFromJson(name, json, place);
    default:
      if (typeof json === "number") return json;
      if (isDigits(json)) return Number(json);
      place.expected(`${name}, a number or its digits in a string`, json);
  }
}

function isDigits(json: unknown): json is string {
  return typeof json === "string" && json.length <= MAX_DIGITS && INTEGER.test(json);
}

function boolFromJson(json: unknown, place: Place): boolean {
  if (typeof json === "boolean") return json;
  if (json === 0 || json === 1) return json === 1;
  place.expected("true or false", json);
}

function floatFromJson(json: unknown, place: Place): number {
  if (typeof json === "number") return json;
  const special = typeof json === "string" ? SPECIAL.get(json) : undefined;
  if (special === undefined) place.expected('a number, "NaN", "Infinity" or "-Infinity"', json);
  return special;
}

function bigintFromJson(name: string, json: unknown, place: Place): bigint {
  if (typeof json === "bigint") return json;
  if (isDigits(json)) return BigInt(json);
  if (typeof json !== "number") place.expected(`${name}, its digits in a string or a number`, json);
  if (!Number.isSafeInteger(json)) {
    place.expected(`${name}; a number is exact up to 2^53 only, give the digits in a string`, json);
  }
  return BigInt(json);
}
