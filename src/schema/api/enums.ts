import type { EnumBase } from "../model.ts";
import { parseOptions } from "./blocks.ts";
import type { Cursor } from "./cursor.ts";
import type { EnumSyntax, MemberSyntax } from "./syntax.ts";

const ENUM_BASES = ["u8", "u16", "u32", "i8", "i16", "i32"];
const FLAG_BASES = ["u8", "u16", "u32"];

/** `enum name : u8 { A = 1, B, };`. The comma after the last member is not optional. */
export function parseEnum(cursor: Cursor): EnumSyntax {
  const flag = cursor.take().text === "enumflag";
  const name = cursor.name(`the name of an ${flag ? "enumflag" : "enum"}`);
  const base = cursor.skip(":") ? parseBase(cursor, flag ? FLAG_BASES : ENUM_BASES) : "u32";
  cursor.symbol("{");
  const members: MemberSyntax[] = [];
  do {
    members.push(parseMember(cursor));
  } while (!cursor.isSymbol("}"));
  cursor.take();
  cursor.symbol(";");
  return { kind: "enum", flag, name: name.text, at: cursor.at(name), base, members };
}

function parseBase(cursor: Cursor, allowed: readonly string[]): EnumBase {
  const token = cursor.peek();
  if (token.kind !== "keyword" || !allowed.includes(token.text))
    cursor.expected(`one of ${allowed.join(", ")}`);
  return cursor.take().text as EnumBase;
}

function parseMember(cursor: Cursor): MemberSyntax {
  const name = cursor.name("a member");
  let value: MemberSyntax["value"] = null;
  if (cursor.skip("=")) {
    if (cursor.peek().kind !== "number") cursor.expected("a number");
    value = cursor.take().value;
  }
  const options = cursor.skip("[") ? parseOptions(cursor, cursor.name("an option")) : Object.create(null);
  cursor.symbol(",");
  return { name: name.text, at: cursor.at(name), value, options };
}
