import type { JsonObject, JsonValue } from "../../codec/index.ts";

/** A column's name, dotted where it is inside another field, and what stands in it. */
export type Cell = readonly [column: string, text: string];

/** Elements alike at the end of an array that are told by their number: fewer take no more room than that. */
const FOLDED = 4;

/** The cells of a message: nested objects become columns of their own, arrays stay in one. */
export function cellsOf(message: JsonObject, prefix = ""): Cell[] {
  return Object.entries(message).flatMap(([name, value]): Cell[] => {
    const column = prefix + name;
    if (isObject(value)) {
      return Object.keys(value).length === 0 ? [[column, ""]] : cellsOf(value, `${column}.`);
    }
    return [[column, textOf(value)]];
  });
}

function textOf(value: JsonValue): string {
  if (Array.isArray(value)) {
    return value.some(isNested) ? folded(value.map(elementText), " ") : folded(value.map(scalarText), ",");
  }
  return scalarText(value);
}

/** `{label=100} {label=200}`: structs as `call` takes their fields. */
function elementText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${textOf(value)}]`;
  if (!isObject(value)) return quoted(scalarText(value));
  return `{${Object.entries(value)
    .flatMap(([name, inner]) => fieldText(name, inner))
    .join(" ")}}`;
}

function fieldText(name: string, value: JsonValue): string[] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([inner, part]) => fieldText(`${name}.${inner}`, part));
  }
  // Names of flags and numbers need no brackets.
  const plain = Array.isArray(value) && value.length > 0 && !value.some(isNested);
  return [`${name}=${plain ? textOf(value) : elementText(value)}`];
}

function folded(texts: readonly string[], separator: string): string {
  const last = texts.at(-1);
  const alike = texts.length - 1 - texts.findLastIndex((text) => text !== last);
  if (alike <= FOLDED) return texts.join(separator);
  return `${texts.slice(0, texts.length - alike + 1).join(separator)} … ${alike - 1} more like it`;
}

function scalarText(value: JsonValue): string {
  if (typeof value === "number" && !Number.isInteger(value)) return fractionText(value);
  return String(value);
}

/** Microseconds are fine enough for people; of what is smaller, six digits. */
function fractionText(value: number): string {
  return String(Number(Math.abs(value) < 1e-3 ? value.toPrecision(6) : value.toFixed(6)));
}

/** Text that would run into its neighbours. */
function quoted(text: string): string {
  return /[\s{}[\]="]/.test(text) ? JSON.stringify(text) : text;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNested(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}
