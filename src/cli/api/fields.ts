import { type Shape, shapeOf, sizeOf } from "../../codec/layout.ts";
import type { EnumType, Field, Type } from "../../schema/index.ts";

/** A field and what is in it. */
export interface FieldNode {
  readonly name: string;
  /** As the source has it, without `vl_api_` and `_t`: `path[n_paths]`. */
  readonly type: string;
  /** Bytes from the start of the payload, or of the type, or inside an array of one element; null where it varies. */
  readonly offset: number | null;
  /** Null where it varies. */
  readonly size: number | null;
  /** What its options say, and which array it counts. */
  readonly notes: readonly string[];
  readonly fields: readonly FieldNode[];
}

/**
 * The fields as a tree, with the place of each on the wire. What is text in JSON, such as an address, is a leaf.
 * `start` is where the first one stands.
 */
export function fieldTree(fields: readonly Field[], start: number | null, union = false): FieldNode[] {
  let offset = start;
  return fields.map((field) => {
    const shape = shapeOf(field);
    const size = sizeOf(shape);
    const at = offset;
    if (!union) offset = offset === null || size === null ? null : offset + size;
    return {
      name: field.name,
      type: typeName(field),
      offset: at,
      size,
      notes: notesOf(field),
      fields: inside(shape, at),
    };
  });
}

function inside(shape: Shape, offset: number | null): readonly FieldNode[] {
  switch (shape.kind) {
    case "struct":
      return fieldTree(shape.type.fields, offset);
    case "union":
      return fieldTree(shape.type.fields, offset, true);
    case "array":
      return inside(shape.element, 0);
    default:
      return [];
  }
}

/** `path[n_paths]`: as the source has it, without `vl_api_` and `_t`. */
export function typeName({ type, array }: Field): string {
  const name = nameOf(type);
  if (array === null) return name;
  switch (array.kind) {
    case "fixed":
      return `${name}[${array.length}]`;
    case "counted":
      return `${name}[${array.count}]`;
    case "rest":
      return `${name}[]`;
  }
}

export function nameOf(type: Type): string {
  return type.kind === "string" ? `string[${type.length ?? ""}]` : type.name;
}

function notesOf({ options, countOf }: Field): string[] {
  const notes = Object.entries(options).map(([name, value]) => (value === null ? name : `${name} ${value}`));
  return countOf === null ? notes : [`counts ${countOf}`, ...notes];
}

/** Enums anywhere in these fields, each once. */
export function enumsIn(fields: readonly Field[]): EnumType[] {
  const found = new Set<EnumType>();
  const visit = (type: Type): void => {
    if (type.kind === "enum") found.add(type);
    else if (type.kind === "alias") visit(type.type);
    else if (type.kind === "struct" || type.kind === "union")
      for (const field of type.fields) visit(field.type);
  };
  for (const { type } of fields) visit(type);
  return [...found];
}
