import { VppDefinitionError } from "../../errors/index.ts";
import type { EnumBase, ScalarName } from "../../schema/index.ts";
import { minSizeOf, type Shape, sizeOf } from "../layout.ts";
import type { Code } from "./code.ts";

/** How the runtime calls what deals with a scalar or a text form: `U32` in `putU32` and `getU32`. */
const SCALAR: Readonly<Record<ScalarName | EnumBase, string>> = {
  u8: "U8",
  i8: "I8",
  u16: "U16",
  i16: "I16",
  u32: "U32",
  i32: "I32",
  u64: "U64",
  i64: "I64",
  f64: "F64",
  bool: "Bool",
};

function textName(shape: Extract<Shape, { kind: "text" }>): string {
  const wide = shape.afSize === 4 ? "Wide" : "";
  switch (shape.form) {
    case "ip4_address":
      return "Ip4";
    case "ip6_address":
      return "Ip6";
    case "mac_address":
      return "Mac";
    case "ip4_prefix":
      return "Ip4Prefix";
    case "ip6_prefix":
      return "Ip6Prefix";
    case "address":
      return `Address${wide}`;
    case "prefix":
      return `Prefix${wide}`;
  }
}

/** Expression that encodes `value`, found at `holder[key]`, at `at`. Gives the end where the size varies. */
export function putExpression(
  code: Code,
  shape: Shape,
  at: string,
  holder: string,
  key: string,
  value: string,
): string {
  const args = `w, ${at}, ${holder}, ${key}, ${value}`;
  switch (shape.kind) {
    case "scalar":
      return `${code.rt(`put${SCALAR[shape.name]}`)}(${args})`;
    case "enum": {
      const number = `${code.rt("enumNumber")}(${holder}, ${key}, ${value}, ${code.ref("ENUM", shape.type)})`;
      return `${code.rt(`put${SCALAR[shape.type.base]}`)}(w, ${at}, ${holder}, ${key}, ${number})`;
    }
    case "text":
      return `${code.rt(`put${textName(shape)}`)}(${args})`;
    case "struct":
      return `${code.ref("put", shape.type)}(${args})`;
    case "union":
      return `${code.rt("putUnion")}(${args}, ${code.ref("ARMS", shape.type)})`;
    case "string":
      return shape.length === null
        ? `${code.rt("putLongString")}(${args})`
        : `${code.rt("putString")}(${args}, ${shape.length})`;
    case "bytes":
      return shape.length.kind === "fixed"
        ? `${code.rt("putBytes")}(${args}, ${shape.length.length})`
        : `${code.rt("putCountedBytes")}(${args})`;
    case "array": {
      const size = sizeOf(shape.element);
      const put = putReference(code, shape.element);
      if (size === null) return `${code.rt("putVariableArray")}(${args}, ${put})`;
      return shape.length.kind === "fixed"
        ? `${code.rt("putFixedArray")}(${args}, ${shape.length.length}, ${size}, ${put})`
        : `${code.rt("putArray")}(${args}, ${size}, ${put})`;
    }
  }
}

/** A function that encodes one value: a name where there is one, else an arrow. */
export function putReference(code: Code, shape: Shape): string {
  const call = putExpression(code, shape, "o", "h", "k", "x");
  const direct = /^(\w+)\(w, o, h, k, x\)$/.exec(call);
  return direct === null ? `(w, o, h, k, x) => ${call}` : direct[1]!;
}

/** Expression that decodes a value at `at`. `count` is the number of elements where the array doesn't say. */
export function getExpression(code: Code, shape: Shape, at: string, count = "0"): string {
  switch (shape.kind) {
    case "scalar":
      return `${code.rt(`get${SCALAR[shape.name]}`)}(s, ${at})`;
    case "enum":
      return `${code.rt(`get${SCALAR[shape.type.base]}`)}(s, ${at})`;
    case "text":
      return `${code.rt(`get${textName(shape)}`)}(s, ${at})`;
    case "struct":
    case "union":
      return `${code.ref("get", shape.type)}(s, ${at})`;
    case "string":
      return shape.length === null
        ? `${code.rt("getLongString")}(s, ${at})`
        : `${code.rt("getString")}(s, ${at}, ${shape.length})`;
    case "bytes":
      if (shape.length.kind === "fixed") return `${code.rt("getBytes")}(s, ${at}, ${shape.length.length})`;
      return shape.length.kind === "counted"
        ? `${code.rt("getCountedBytes")}(s, ${at}, ${count})`
        : `${code.rt("getRestBytes")}(s, ${at})`;
    case "array":
      return getArrayExpression(code, shape, at, count);
  }
}

function getArrayExpression(
  code: Code,
  shape: Extract<Shape, { kind: "array" }>,
  at: string,
  count: string,
): string {
  const size = sizeOf(shape.element);
  const get = getReference(code, shape.element);
  const n = shape.length.kind === "fixed" ? String(shape.length.length) : count;
  // A count of empty elements could ask for any amount of memory with no bytes to show for it.
  if (minSizeOf(shape.element) === 0) throw new VppDefinitionError("array of elements without size");
  if (size === null) {
    // Without a count and without a size there is no telling elements apart.
    if (shape.length.kind === "rest") throw new VppDefinitionError("T x[0] needs elements of fixed size");
    return `${code.rt("getVariableArray")}(s, ${at}, ${n}, ${minSizeOf(shape.element)}, ${get})`;
  }
  if (shape.length.kind === "rest") return `${code.rt("getRestArray")}(s, ${at}, ${size}, ${get})`;
  const helper = shape.length.kind === "fixed" ? "getFixedArray" : "getArray";
  return `${code.rt(helper)}(s, ${at}, ${n}, ${size}, ${get})`;
}

/** A function that decodes one value. */
export function getReference(code: Code, shape: Shape): string {
  const call = getExpression(code, shape, "o");
  const direct = /^(\w+)\(s, o\)$/.exec(call);
  return direct === null ? `(s, o) => ${call}` : direct[1]!;
}

/** Expression for the most room a value of varying size can take. */
export function boundExpression(code: Code, shape: Shape, value: string): string {
  switch (shape.kind) {
    case "string":
      return `${code.rt("stringBound")}(${value})`;
    case "struct":
      return `${code.ref("bound", shape.type)}(${value})`;
    case "bytes":
      return `${code.rt("lengthOf")}(${value})`;
    case "array": {
      const size = sizeOf(shape.element);
      if (size !== null) return `${code.rt("lengthOf")}(${value}) * ${size}`;
      const inner = boundExpression(code, shape.element, "x");
      const direct = /^(\w+)\(x\)$/.exec(inner);
      return `${code.rt("arrayBound")}(${value}, ${direct === null ? `(x) => ${inner}` : direct[1]})`;
    }
    default:
      return String(sizeOf(shape) ?? 0);
  }
}
