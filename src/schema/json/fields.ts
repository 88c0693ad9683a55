import type { FieldDeclaration } from "../file/declarations.ts";
import type { SourceLocation } from "../model.ts";
import { describe, identifier, isObject, type JsonPlace, NO_OPTIONS, options, refuse } from "./value.ts";

const CRC = /^0x([0-9a-fA-F]{1,8})$/;

export function readCrc(value: unknown, place: JsonPlace): string {
  const digits = typeof value === "string" ? CRC.exec(value)?.[1] : undefined;
  if (digits === undefined) refuse(place, `expected a crc like "0x51077d14", found ${describe(value)}`);
  return digits.toLowerCase().padStart(8, "0");
}

export function readLength(value: unknown, place: JsonPlace): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    refuse(place, `expected the length of an array, found ${describe(value)}`);
  }
  return value;
}

/**
 * `[type, name]`, `[type, name, length]`, `[type, name, 0, count]`, each with an object of options behind
 * it or not.
 */
export function readFields(
  parts: readonly unknown[],
  place: JsonPlace,
  source: SourceLocation,
): readonly FieldDeclaration[] {
  return Object.freeze(parts.map((part) => readField(part, place, source)));
}

function readField(part: unknown, place: JsonPlace, source: SourceLocation): FieldDeclaration {
  if (!Array.isArray(part) || part.length < 2) {
    refuse(place, `expected a field [type, name, …], found ${describe(part)}`);
  }
  const raw: readonly unknown[] = part;
  const type = identifier(raw[0], place, "the type of a field");
  const name = identifier(raw[1], place, "the name of a field");
  const last = raw.at(-1);
  const optionsAt = raw.length > 2 && isObject(last) ? raw.length - 1 : raw.length;
  const fieldPlace = { file: place.file, path: `${place.path}.${name}` };
  if (optionsAt > 4) refuse(fieldPlace, "a field has a type, a name, a length and a count field at most");
  return Object.freeze({
    name,
    type,
    length: optionsAt > 2 ? readLength(raw[2], fieldPlace) : null,
    count:
      optionsAt > 3 && raw[3] !== null ? identifier(raw[3], fieldPlace, "the name of the count field") : null,
    options: optionsAt < raw.length ? options(last, fieldPlace) : NO_OPTIONS,
    source,
  });
}
