import type { EnumType, NamedType, StructType, UnionType } from "../../schema/index.ts";
import { sizeOf } from "../layout.ts";
import { membersOf } from "../members.ts";
import { Code, literal, Offset, property, symbolOf, type Typing } from "./code.ts";
import { FieldsDecoder } from "./decode.ts";
import { armsTable, FieldsEncoder } from "./encode.ts";
import { shownExpression } from "./refs.ts";

/** Source that defines the symbols of one type or message, and what it needs from elsewhere. */
export interface Unit {
  readonly code: Code;
  readonly defines: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** The codec of a named type. Aliases have none: what refers to one is emitted as what is behind it. */
export function emitType(type: NamedType, typing: Typing | null = null): Unit {
  const code = new Code(typing);
  switch (type.kind) {
    case "enum":
      return emitEnum(code, type);
    case "union":
      return emitUnion(code, type);
    case "struct":
      return emitStruct(code, type);
    case "alias":
      return { code, defines: [] };
  }
}

function emitEnum(code: Code, type: EnumType): Unit {
  // A file declares the enum for its users; that is the table.
  if (code.typing !== null) return { code, defines: [] };
  const name = symbolOf("ENUM", type);
  // No prototype: a value named "constructor" is no member.
  code.block(
    `const ${name} = /* @__PURE__ */ Object.freeze(`,
    () => {
      code.line("__proto__: null,");
      for (const member of type.members) code.line(`[${literal(member.name)}]: ${member.value},`);
    },
    "});",
  );
  return { code, defines: [name] };
}

function emitUnion(code: Code, type: UnionType): Unit {
  const arms = symbolOf("ARMS", type);
  const members = membersOf(type.fields);
  armsTable(code, `${code.exported()}const ${arms}`, type, null);
  const get = symbolOf("get", type);
  const decode = () => {
    code.line("return {");
    for (const [i, { name, shape }] of members.entries()) {
      code.line(`  ${property(name)}: ${shownExpression(code, type.fields[i]!, shape, "o")},`);
    }
    code.line("};");
  };
  code.fn(get, GET_PARAMS, code.typing?.named(type) ?? "", decode, true);
  return { code, defines: [arms, get] };
}

const GET_PARAMS = [
  ["s", "Source"],
  ["o", "number"],
] as const;

const PUT_PARAMS = [
  ["w", "Writer"],
  ["o", "number"],
  ["holder", "unknown"],
  ["key", "string | number"],
  ["value", "unknown"],
] as const;

function emitStruct(code: Code, type: StructType): Unit {
  const fixed = sizeOf({ kind: "struct", type }) !== null;
  const encoder = new FieldsEncoder(code, `t_${type.name}`, type.fields);
  const decoder = new FieldsDecoder(code, `t_${type.name}`, type.fields);
  const [put, get, bound] = [symbolOf("put", type), symbolOf("get", type), symbolOf("bound", type)];
  encoder.constants(NONE);
  const decoded = code.typing?.named(type);
  const loose = decoded === undefined ? "" : code.note(`Loose<${decoded}>`);
  const encode = () => {
    code.line(`const v${loose} = ${code.rt("asFields")}(holder, key, value);`);
    const end = encoder.body(new Offset("o", 0), NONE);
    if (!fixed) code.line(`return ${end};`);
  };
  code.fn(put, PUT_PARAMS, fixed ? "void" : "number", encode, true);
  const measure = () => {
    // Whatever isn't an object is refused when it is encoded.
    code.line(`const v${loose} = Object(value);`);
    code.line(`return ${encoder.bound()};`);
  };
  if (!fixed) code.fn(bound, [["value", "unknown"]], "number", measure, true);
  decoder.helpers(decoded);
  const decode = () => {
    if (!fixed) code.line(`${code.rt("need")}(s, o, ${decoder.head()});`);
    decoder.body(new Offset("o", 0), NONE, decoded);
  };
  code.fn(get, GET_PARAMS, decoded ?? "", decode, true);
  return { code, defines: fixed ? [put, get] : [put, get, bound] };
}
