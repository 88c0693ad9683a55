import type { DeclaredOptions, DeclaredValue } from "../file/declarations.ts";
import type { Cursor } from "./cursor.ts";
import type { Token } from "./lexer.ts";
import type { ArraySyntax, FieldSyntax, OptionSyntax } from "./syntax.ts";

const SCALARS = new Set(["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f64", "bool", "string"]);
/** Keywords that may be the name of a field all the same. */
const NAMES = new Set(["type", "severity", "description", "counters", "paths"]);

export function parseBlock(cursor: Cursor): readonly (FieldSyntax | OptionSyntax)[] {
  cursor.symbol("{");
  const block: (FieldSyntax | OptionSyntax)[] = [];
  do {
    block.push(cursor.isKeyword("option") ? parseOption(cursor) : parseField(cursor));
  } while (!cursor.isSymbol("}"));
  cursor.take();
  return block;
}

export function parseOption(cursor: Cursor): OptionSyntax {
  cursor.keyword("option");
  const name = cursor.name("the name of an option");
  const value = cursor.skip("=") ? parseValue(cursor) : null;
  cursor.symbol(";");
  return { kind: "option", name: name.text, value, at: cursor.at(name) };
}

/** `true` is the word "true" to VPP, `false` a boolean. */
function parseValue(cursor: Cursor): DeclaredValue {
  const token = cursor.peek();
  const word = token.kind === "keyword" && ["true", "false", "type"].includes(token.text);
  if (!word && !["number", "string", "name"].includes(token.kind)) cursor.expected("a value");
  return cursor.take().value;
}

/** `type name;`, `type name[…];`. The token of a type that is already taken may be handed over. */
export function parseField(cursor: Cursor, taken?: Token): FieldSyntax {
  const type = taken ?? parseType(cursor);
  const name = cursor.peek();
  if (name.kind !== "name" && !(name.kind === "keyword" && NAMES.has(name.text))) {
    cursor.expected("the name of a field");
  }
  cursor.take();
  const brackets = cursor.skip("[") ? parseBrackets(cursor) : { array: null, options: NO_OPTIONS };
  cursor.symbol(";");
  return {
    kind: "field",
    type: type.text,
    typeAt: cursor.at(type),
    name: name.text,
    at: cursor.at(name),
    ...brackets,
  };
}

function parseType(cursor: Cursor): Token {
  const type = cursor.peek();
  if (type.kind !== "name" && !(type.kind === "keyword" && SCALARS.has(type.text))) {
    cursor.expected("a type");
  }
  return cursor.take();
}

/** What follows `[`: a length, the name of the field that has it, nothing, or options. */
function parseBrackets(cursor: Cursor): { array: ArraySyntax | null; options: DeclaredOptions } {
  if (cursor.skip("]")) return { array: { kind: "open" }, options: NO_OPTIONS };
  const token = cursor.peek();
  if (token.kind === "number") {
    cursor.take();
    cursor.symbol("]");
    const { value } = token;
    if (typeof value !== "number" || value < 0 || value > 0xffffffff) {
      cursor.refuse(`${token.text} is no length of an array`, token);
    }
    return { array: { kind: "fixed", length: value }, options: NO_OPTIONS };
  }
  const name = cursor.name("a length or an option");
  if (cursor.skip("]")) {
    return { array: { kind: "counted", count: name.text, at: cursor.at(name) }, options: NO_OPTIONS };
  }
  return { array: null, options: parseOptions(cursor, name) };
}

const NO_OPTIONS: DeclaredOptions = Object.freeze(Object.create(null));

/** `a = 1, b = 2]`, `a]`: a comma may follow a value, none a bare name. */
export function parseOptions(cursor: Cursor, first: Token): DeclaredOptions {
  const options: Record<string, DeclaredValue> = Object.create(null);
  let name = first;
  for (;;) {
    const hasValue = cursor.skip("=");
    options[name.text] = hasValue ? parseValue(cursor) : null;
    if (hasValue) cursor.skip(",");
    if (cursor.skip("]")) return Object.freeze(options);
    name = cursor.name('an option or "]"');
  }
}
