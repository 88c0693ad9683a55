/**
 * What has to be known of a type's size to tell a usable definition from one that no message can carry.
 * The codec computes layouts of its own; this only refuses.
 */
import type { Field, NamedType, ScalarName, Type } from "../model.ts";

const SCALAR_SIZE: Readonly<Record<ScalarName, number>> = {
  u8: 1,
  i8: 1,
  bool: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
};

/** VPP takes messages from a heap of 16 MiB (26.06, `api-segment { api-size }`): nothing fixed can be longer. */
export const MAX_FIXED_SIZE: number = 16 * 1024 * 1024;

export interface Layout {
  /** Bytes always there. */
  readonly size: number;
  /** `counted`: ends in something whose length the message tells; `rest`: takes all that is left. */
  readonly tail: "fixed" | "counted" | "rest";
}

const layouts = new WeakMap<NamedType, Layout>();

export function layoutOf(type: Type): Layout {
  if (type.kind === "scalar") return { size: SCALAR_SIZE[type.name], tail: "fixed" };
  if (type.kind === "string") {
    return type.length === null ? { size: 4, tail: "counted" } : { size: type.length, tail: "fixed" };
  }
  const known = layouts.get(type) ?? compute(type);
  layouts.set(type, known);
  return known;
}

function compute(type: NamedType): Layout {
  switch (type.kind) {
    case "enum":
      return { size: SCALAR_SIZE[type.base], tail: "fixed" };
    case "alias": {
      const element = layoutOf(type.type);
      return { size: element.size * (type.length ?? 1), tail: element.tail };
    }
    case "union":
      return type.fields.map(fieldLayout).reduce(largest, { size: 0, tail: "fixed" });
    case "struct":
      return type.fields.map(fieldLayout).reduce(sum, { size: 0, tail: "fixed" });
  }
}

export function fieldLayout(field: Field): Layout {
  const element = layoutOf(field.type);
  switch (field.array?.kind) {
    case undefined:
      return element;
    case "fixed":
      return { size: element.size * field.array.length, tail: element.tail };
    case "counted":
      return { size: 0, tail: element.tail === "rest" ? "rest" : "counted" };
    case "rest":
      return { size: 0, tail: "rest" };
  }
}

function worse(a: Layout["tail"], b: Layout["tail"]): Layout["tail"] {
  if (a === "rest" || b === "rest") return "rest";
  return a === "counted" || b === "counted" ? "counted" : "fixed";
}

function sum(a: Layout, b: Layout): Layout {
  return { size: a.size + b.size, tail: worse(a.tail, b.tail) };
}

function largest(a: Layout, b: Layout): Layout {
  return { size: Math.max(a.size, b.size), tail: worse(a.tail, b.tail) };
}
