// Where in a message there is something to lie about.
import type { Field, Message, Type } from "../../src/schema/index.ts";

export type Role = "id" | "context" | "index" | "count" | "length" | "text" | "enum" | "number" | "bytes";

/** A place in the payload. */
export interface Spot {
  readonly role: Role;
  readonly at: number;
  readonly size: number;
}

const SIZES: Readonly<Record<string, number>> = { u8: 1, i8: 1, bool: 1, u16: 2, i16: 2, u32: 4, i32: 4 };

function sizeOf(type: Type): number | null {
  switch (type.kind) {
    case "scalar":
      return SIZES[type.name] ?? 8;
    case "enum":
      return SIZES[type.base] ?? 4;
    case "string":
      return type.length;
    case "alias": {
      const size = sizeOf(type.type);
      return size === null ? null : size * (type.length ?? 1);
    }
    case "struct":
      return type.fields.reduce<number | null>((sum, field) => {
        const size = fieldSize(field);
        return sum === null || size === null ? null : sum + size;
      }, 0);
    case "union":
      return Math.max(...type.fields.map((field) => fieldSize(field) ?? 0));
  }
}

function fieldSize({ type, array }: Field): number | null {
  const size = sizeOf(type);
  if (array === null) return size;
  return array.kind === "fixed" && size !== null ? size * array.length : null;
}

function roleOf({ name, type, array, countOf }: Field): Role {
  if (name === "context") return "context";
  if (name === "client_index") return "index";
  if (countOf !== null) return "count";
  if (array !== null) return "bytes";
  if (type.kind === "enum") return "enum";
  return type.kind === "scalar" ? "number" : "bytes";
}

function walk(fields: readonly Field[], from: number, spots: Spot[]): number | null {
  let at: number | null = from;
  for (const field of fields) {
    if (at === null) return null;
    const { type, array } = field;
    if (type.kind === "string" && array === null) {
      if (type.length === null) {
        spots.push({ role: "length", at, size: 4 });
        return null;
      }
      spots.push({ role: "text", at, size: type.length });
    } else if (type.kind === "struct" && array === null) {
      at = walk(type.fields, at, spots);
      continue;
    }
    const size = fieldSize(field);
    if (size === null) return null;
    if (type.kind !== "string") spots.push({ role: roleOf(field), at, size });
    at += size;
  }
  return at;
}

const known = new WeakMap<Message, readonly Spot[]>();

/** The places of a message up to the first that can be of any length. */
export function spotsOf(message: Message): readonly Spot[] {
  const found = known.get(message);
  if (found !== undefined) return found;
  const spots: Spot[] = [{ role: "id", at: 0, size: 2 }];
  walk(message.fields, 2, spots);
  known.set(message, spots);
  return spots;
}
