import type { JsonObject, JsonValue } from "../codec/index.ts";

/** Words that YAML 1.1 or 1.2 takes for something else than text, in any case. */
const WORDS = new Set(["true", "false", "yes", "no", "on", "off", "y", "n", "null"]);
/** Text that means itself without quotes: begins with a letter or slash, has nothing that YAML reads as its own. */
const PLAIN = /^[A-Za-z_/](?:[\w/.+ -]*[\w/.+-])?$/;
/** Digits and dots, but with three dots no number. */
const IP4 = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/;
/** What JSON lets stand in a string and YAML doesn't, or takes for the end of a line. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
/** A line that may stand as it is among others, as it is after indenting. */
const LINE = /^[^\s\p{C}][^\p{C}\u2028\u2029]*$/u;
const INNER_LINE = /^(?:| *[^\s\p{C}][^\p{C}\u2028\u2029]*)$/u;

/**
 * JSON as YAML in block style: lines, without their ends. Reads back as the same with readers of YAML 1.1 and 1.2.
 */
export function yamlLines(value: JsonObject | readonly JsonValue[]): string[] {
  return linesOf(value);
}

function linesOf(value: JsonValue | readonly JsonValue[]): string[] {
  if (typeof value === "string") return block(value) ?? [text(value)];
  if (typeof value !== "object" || value === null) return [number(value)];
  if (Array.isArray(value)) return value.length === 0 ? ["[]"] : value.flatMap(itemLines);
  const entries = Object.entries(value);
  return entries.length === 0 ? ["{}"] : entries.flatMap(([key, inner]) => entryLines(text(key), inner));
}

/** An element of a sequence: its first line begins with `- `. */
function itemLines(item: JsonValue): string[] {
  return linesOf(item).map((line, i) => (i === 0 ? `- ${line}` : indent(line)));
}

function entryLines(key: string, value: JsonValue): string[] {
  const lines = linesOf(value);
  if (isNested(value)) return [`${key}:`, ...lines.map(indent)];
  return lines.map((line, i) => (i === 0 ? `${key}: ${line}` : indent(line)));
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

/** True for what has lines of its own: what is empty is written as `[]` and `{}`. */
function isNested(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function number(value: number | boolean | null): string {
  // YAML 1.1 asks for a dot in a number with an exponent.
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}

function text(value: string): string {
  if (IP4.test(value) || (PLAIN.test(value) && !WORDS.has(value.toLowerCase()))) return value;
  return JSON.stringify(value).replace(UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Text of several lines as a literal block, where it can be one. */
function block(value: string): string[] | null {
  const lines = value.split("\n");
  const [first = "", ...others] = lines;
  if (others.length === 0 || !LINE.test(first) || !others.every((line) => INNER_LINE.test(line))) return null;
  const last = others.at(-1);
  if (last !== "") return ["|-", ...lines];
  // A block keeps one end of a line at its end.
  return others.length === 1 || others.at(-2) !== "" ? ["|", ...lines.slice(0, -1)] : null;
}
