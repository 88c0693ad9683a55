import type { Field, ScalarName } from "../../schema/index.ts";
import { SCALAR_SIZE } from "../../schema/link/layout.ts";
import type { Shape } from "../layout.ts";
import { literal } from "./code.ts";

const VIEW_READ: Partial<Record<ScalarName, string>> = {
  u8: "getUint8",
  i8: "getInt8",
  u16: "getUint16",
  i16: "getInt16",
  u32: "getUint32",
  i32: "getInt32",
  u64: "getBigUint64",
  i64: "getBigInt64",
};

/**
 * A scalar read in place from `d`, the source's DataView: V8 turns it into one load. Null for shapes that take
 * a call.
 */
export function readInPlace(shape: Shape, at: string): string | null {
  if (shape.kind !== "scalar" && shape.kind !== "enum") return null;
  const name = shape.kind === "enum" ? shape.type.base : shape.name;
  if (name === "bool") return `d.getUint8(${at}) !== 0`;
  const method = VIEW_READ[name];
  return method === undefined ? null : `d.${method}(${at})`;
}

/** The most a count field of this type can say. */
export function mostElements(count: Shape): number {
  const name = count.kind === "enum" ? count.type.base : count.kind === "scalar" ? count.name : "u8";
  const bits = SCALAR_SIZE[name] * 8 - (name.startsWith("i") ? 1 : 0);
  return Math.min(2 ** bits - 1, 0xffff_ffff);
}

/**
 * The literal that an absent field's `default` stands for; null where absence means zero, which needs no writing.
 * Integers beyond 2^53 are decimal strings in the model.
 */
export function defaultLiteral(field: Field, shape: Shape): string | null {
  const { default: value } = field.options;
  if (value === undefined || value === null || value === 0 || value === false) return null;
  if (shape.kind === "scalar") return scalarDefault(shape.name, value);
  if (shape.kind === "enum") {
    if (typeof value === "number") return String(value);
    const member = shape.type.members.find((m) => m.name === value);
    return member === undefined || member.value === 0 ? null : String(member.value);
  }
  if (shape.kind === "string" && typeof value === "string") return literal(value);
  if (shape.kind === "text" && typeof value === "string") return literal(value);
  return null;
}

function scalarDefault(name: ScalarName, value: string | number | boolean): string | null {
  if (name === "bool") return value === true || value === "true" || Number(value) > 0 ? "true" : null;
  if (typeof value === "boolean") return "1";
  if (name === "u64" || name === "i64") {
    return /^-?\d+$/.test(String(value)) ? `${BigInt(String(value))}n` : null;
  }
  const number = Number(value);
  return Number.isFinite(number) && number !== 0 ? String(number) : null;
}
