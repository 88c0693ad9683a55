import { VppDefinitionError } from "../errors/index.ts";
import type {
  EnumType,
  Field,
  FieldArray,
  ScalarName,
  StructType,
  Type,
  UnionType,
} from "../schema/index.ts";
import { SCALAR_SIZE } from "../schema/link/layout.ts";
import { type TextForm, textFormOf } from "./text-form.ts";

/**
 * How a field's value lies on the wire, aliases resolved and arrays of u8
 * recognised: what the emitter switches over.
 */
export type Shape =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "enum"; readonly type: EnumType }
  /** An address, prefix or MAC that is a string in TypeScript. `afSize` is the width of its address family. */
  | { readonly kind: "text"; readonly form: TextForm; readonly size: number; readonly afSize: number }
  | { readonly kind: "struct"; readonly type: StructType }
  | { readonly kind: "union"; readonly type: UnionType }
  | { readonly kind: "string"; readonly length: number | null }
  | { readonly kind: "bytes"; readonly length: Length }
  | { readonly kind: "array"; readonly element: Shape; readonly length: Length };

export type Length = FieldArray;

/** The shape of a field's value, its array included. */
export function shapeOf(field: Field): Shape {
  return field.array === null ? typeShape(field.type) : arrayShape(field.type, field.array);
}

function arrayShape(type: Type, length: Length): Shape {
  const element = typeShape(type);
  if (element.kind === "scalar" && element.name === "u8") return { kind: "bytes", length };
  return { kind: "array", element, length };
}

/** The shape of one value of a type. */
export function typeShape(type: Type): Shape {
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", name: type.name };
    case "string":
      return { kind: "string", length: type.length };
    case "enum":
      return { kind: "enum", type };
    case "union":
      return { kind: "union", type };
    case "struct":
      return textShape(type) ?? { kind: "struct", type };
    case "alias":
      return (
        textShape(type) ??
        (type.length === null
          ? typeShape(type.type)
          : arrayShape(type.type, { kind: "fixed", length: type.length }))
      );
  }
}

const TEXT_SIZE: Readonly<Record<TextForm, number>> = {
  ip4_address: 4,
  ip6_address: 16,
  mac_address: 6,
  ip4_prefix: 5,
  ip6_prefix: 17,
  address: 16,
  prefix: 17,
};

function textShape(type: StructType | Extract<Type, { kind: "alias" }>): Shape | null {
  const form = textFormOf(type);
  if (form === null) return null;
  const afSize = form === "address" || form === "prefix" ? afSizeOf(type) : 0;
  return { kind: "text", form, size: TEXT_SIZE[form] + afSize, afSize };
}

/** The family comes first, however deep: its enum is u8 since 20.05 and was u32 before. */
function afSizeOf(type: Type): number {
  if (type.kind === "enum") return SCALAR_SIZE[type.base];
  if (type.kind === "alias") return afSizeOf(type.type);
  return type.kind === "struct" && type.fields[0] !== undefined ? afSizeOf(type.fields[0].type) : 1;
}

/** Bytes a value takes, or null where that depends on the value. */
export function sizeOf(shape: Shape): number | null {
  switch (shape.kind) {
    case "scalar":
      return SCALAR_SIZE[shape.name];
    case "enum":
      return SCALAR_SIZE[shape.type.base];
    case "text":
      return shape.size;
    case "string":
      return shape.length;
    case "bytes":
      return shape.length.kind === "fixed" ? shape.length.length : null;
    case "array": {
      if (shape.length.kind !== "fixed") return null;
      const element = sizeOf(shape.element);
      return element === null ? null : element * shape.length.length;
    }
    case "struct":
      return structSize(shape.type);
    case "union":
      return unionSize(shape.type);
  }
}

const structSizes = new WeakMap<StructType, number | null>();

function structSize(type: StructType): number | null {
  const known = structSizes.get(type);
  if (known !== undefined) return known;
  const size = fieldsSize(type.fields);
  structSizes.set(type, size);
  return size;
}

/** The sum of the fields' sizes, or null where one of them varies. */
export function fieldsSize(fields: readonly Field[]): number | null {
  let total = 0;
  for (const field of fields) {
    const size = sizeOf(shapeOf(field));
    if (size === null) return null;
    total += size;
  }
  return total;
}

/** @throws VppDefinitionError for an arm of variable length: no release has one, and it has no defined wire form. */
export function unionSize(type: UnionType): number {
  let largest = 0;
  for (const arm of type.fields) {
    const size = sizeOf(shapeOf(arm));
    if (size === null) {
      throw new VppDefinitionError(`union ${type.name}: arm ${arm.name} has no fixed size`, type.source);
    }
    largest = Math.max(largest, size);
  }
  return largest;
}

/** The fewest bytes a value can take: what an array's count is checked against before memory is set aside. */
export function minSizeOf(shape: Shape): number {
  const size = sizeOf(shape);
  if (size !== null) return size;
  switch (shape.kind) {
    case "string":
      return 4;
    case "struct":
      return shape.type.fields.reduce((sum, field) => sum + minSizeOf(shapeOf(field)), 0);
    case "array":
      return shape.length.kind === "fixed" ? shape.length.length * minSizeOf(shape.element) : 0;
    default:
      return 0;
  }
}
