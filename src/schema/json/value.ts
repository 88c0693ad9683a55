import { VppDefinitionError } from "../../errors/index.ts";
import type { DeclaredOptions } from "../file/declarations.ts";
import { isIdentifier } from "../file/names.ts";
import { MAX_DECLARATIONS, MAX_PARTS } from "../limits.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Where in a JSON document something stands, for errors: the file and `messages[3]`. */
export interface JsonPlace {
  readonly file: string;
  readonly path: string;
}

export function refuse(place: JsonPlace, text: string): never {
  throw new VppDefinitionError(place.path === "" ? text : `${place.path}: ${text}`, { file: place.file });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What was found, in the words of an error. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** A property of its own: `constructor` in a hostile file must not reach Object.prototype. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The array at `key`; an absent one is empty, since old releases lack whole sections. */
export function section(object: JsonObject, key: string, file: string): readonly unknown[] {
  const value = own(object, key);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) refuse({ file, path: key }, `expected an array, found ${describe(value)}`);
  if (value.length > MAX_DECLARATIONS) refuse({ file, path: key }, `more than ${MAX_DECLARATIONS} entries`);
  return value;
}

export function identifier(value: unknown, place: JsonPlace, what: string): string {
  if (!isIdentifier(value)) refuse(place, `expected ${what}, found ${describe(value)}`);
  return value;
}

export function text(value: unknown, place: JsonPlace, what: string): string {
  if (typeof value !== "string") refuse(place, `expected ${what}, found ${describe(value)}`);
  return value;
}

export const NO_OPTIONS: DeclaredOptions = Object.freeze(Object.create(null));

/** Options keep their order and are free of a prototype, so any name is only a name. */
export function options(value: unknown, place: JsonPlace): DeclaredOptions {
  if (value === undefined) return NO_OPTIONS;
  if (!isObject(value)) refuse(place, `expected options, found ${describe(value)}`);
  const names = Object.keys(value);
  if (names.length === 0) return NO_OPTIONS;
  if (names.length > MAX_PARTS) refuse(place, `more than ${MAX_PARTS} options`);
  const result: Record<string, string | number | boolean | null> = Object.create(null);
  for (const name of names) {
    identifier(name, place, "the name of an option");
    const option = value[name];
    if (option !== null && !["string", "number", "boolean"].includes(typeof option)) {
      refuse(place, `option ${name}: expected a word, a number or a boolean, found ${describe(option)}`);
    }
    result[name] = option as string | number | boolean | null;
  }
  return Object.freeze(result);
}

/** Whether two parsed JSON values are the same, the order of keys aside. Deeper than `depth` is not. */
export function sameJson(a: unknown, b: unknown, depth = 8): boolean {
  if (a === b) return true;
  if (depth === 0 || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameJson(a[i], b[i], depth - 1)) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    if (!sameJson((a as JsonObject)[key], (b as JsonObject)[key], depth - 1)) return false;
  }
  return true;
}
