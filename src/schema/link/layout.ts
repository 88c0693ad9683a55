/**
 * What has to be known of a type's size to tell a usable definition from one that no message can carry.
 * The codec computes layouts of its own; this only refuses.
 */
import type { Field, NamedType, ScalarName, Type } from "../model.ts";

/** Bytes on the wire. */
export const SCALAR_SIZE: Readonly<Record<ScalarName, number>> = {
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
  /** Fields in it and in what it is made of: what a walk over it visits. */
  readonly parts: number;
}

const layouts = new WeakMap<NamedType, Layout>();

export function layoutOf(type: Type): Layout {
  if (type.kind === "scalar") return { size: SCALAR_SIZE[type.name], tail: "fixed", parts: 0 };
  if (type.kind === "string") {
    return type.length === null
      ? { size: 4, tail: "counted", parts: 0 }
      : { size: type.length, tail: "fixed", parts: 0 };
  }
  const known = layouts.get(type) ?? compute(type);
  layouts.set(type, known);
  return known;
}

function compute(type: NamedType): Layout {
  switch (type.kind) {
    case "enum":
      return { size: SCALAR_SIZE[type.base], tail: "fixed", parts: 0 };
    case "alias": {
      const element = layoutOf(type.type);
      return { ...element, size: element.size * (type.length ?? 1) };
    }
    case "union":
      return type.fields.map(fieldLayout).reduce(largest, { size: 0, tail: "fixed", parts: 0 });
    case "struct":
      return type.fields.map(fieldLayout).reduce(sum, { size: 0, tail: "fixed", parts: 0 });
  }
}

export function fieldLayout(field: Field): Layout {
  const element = layoutOf(field.type);
  const parts = element.parts + 1;
  switch (field.array?.kind) {
    case undefined:
      return { ...element, parts };
    case "fixed":
      return { size: element.size * field.array.length, tail: element.tail, parts };
    case "counted":
      return { size: 0, tail: element.tail === "rest" ? "rest" : "counted", parts };
    case "rest":
      return { size: 0, tail: "rest", parts };
  }
}

function worse(a: Layout["tail"], b: Layout["tail"]): Layout["tail"] {
  if (a === "rest" || b === "rest") return "rest";
  return a === "counted" || b === "counted" ? "counted" : "fixed";
}

function sum(a: Layout, b: Layout): Layout {
  return { size: a.size + b.size, tail: worse(a.tail, b.tail), parts: a.parts + b.parts };
}

function largest(a: Layout, b: Layout): Layout {
  return { size: Math.max(a.size, b.size), tail: worse(a.tail, b.tail), parts: a.parts + b.parts };
}
