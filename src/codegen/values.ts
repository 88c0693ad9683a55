import { shapeOf, typeShape } from "../codec/layout.ts";
import { textFormOf } from "../codec/text-form.ts";
import type { Field, FieldArray, NamedType, ScalarName, Type } from "../schema/index.ts";
import type { ModuleFile } from "./file.ts";

/** Which way values go: `decoded` ones are whole, of `input` ones much may be left out. */
export type Side = "decoded" | "input";

/** The TypeScript type of a field's value. */
export function fieldType(file: ModuleFile, field: Field, side: Side): string {
  return field.array === null
    ? typeText(file, field.type, side)
    : arrayText(file, field.type, field.array, side);
}

/** The type behind an alias, in TypeScript. */
export function aliasType(file: ModuleFile, type: Type, length: number | null, side: Side): string {
  return length === null
    ? typeText(file, type, side)
    : arrayText(file, type, { kind: "fixed", length }, side);
}

function arrayText(file: ModuleFile, type: Type, array: FieldArray, side: Side): string {
  const shape = shapeOf({ kind: "field", name: "", type, array, options: {}, countOf: null });
  if (shape.kind === "bytes") return "Uint8Array";
  const element = typeText(file, type, side);
  const item = element.includes(" ") ? `(${element})` : element;
  return side === "input" ? `readonly ${item}[]` : `${item}[]`;
}

function typeText(file: ModuleFile, type: Type, side: Side): string {
  switch (type.kind) {
    case "scalar":
      return scalarText(type.name, side);
    case "string":
      return "string";
    default:
      return side === "input" && hasInput(type) ? file.input(type) : file.decoded(type);
  }
}

function scalarText(name: ScalarName, side: Side): string {
  if (name === "bool") return "boolean";
  if (name === "u64" || name === "i64") return side === "input" ? "bigint | number" : "bigint";
  return "number";
}

/** True where more is accepted than decoding gives. */
export function hasInput(type: NamedType): boolean {
  if (textFormOf(type) !== null) return false;
  switch (type.kind) {
    case "enum":
    case "struct":
    case "union":
      return true;
    case "alias":
      return aliasHasInput(type.type);
  }
}

function aliasHasInput(type: Type): boolean {
  if (type.kind === "scalar") return type.name === "u64" || type.name === "i64";
  return type.kind !== "string" && hasInput(type);
}

/**
 * True for what a request must say. Whatever is absent is sent as its default, else zero, and zero mostly says
 * "none"; but an interface's index has no such value: 0 is an interface.
 */
export function isRequired(field: Field): boolean {
  if (field.array !== null || field.options.default !== undefined) return false;
  return field.type.kind === "alias" && field.type.name === "interface_index" && isIndex(field.type);
}

function isIndex(type: Type): boolean {
  const shape = typeShape(type);
  return shape.kind === "scalar" && shape.name === "u32";
}
