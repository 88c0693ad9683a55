import assert from "node:assert/strict";
import { test } from "node:test";
import { compileApi, type EnumType, linkSchema } from "../schema/index.ts";
import { isBits } from "./bits.ts";

function enumOf(text: string): EnumType {
  const schema = linkSchema([compileApi(text, { file: "t.api" })]);
  const [type] = schema.types.values();
  assert.ok(type?.kind === "enum");
  return type;
}

test("enums whose values are ORs of members are told by keyword, by name or by their members", () => {
  for (const text of [
    "enumflag rights { A = 1, };",
    "enum if_status_flags { UP = 1, LINK = 2, };",
    "enum node_flag { X = 0, Y = 1, Z = 2, W = 3, };",
    "enum mode { A = 1, B = 2, };",
    "enum mask { NONE = 0, A = 1, B = 2, C = 4, };",
  ]) {
    assert.equal(isBits(enumOf(text)), true, text);
  }
  for (const text of [
    "enum color { RED = 0, GREEN = 1, BLUE = 2, };",
    "enum color { RED = 1, GREEN = 2, BLUE = 3, };",
    "enum one { ONLY = 1, };",
    "enum flagship { A = 0, B = 1, };",
  ]) {
    assert.equal(isBits(enumOf(text)), false, text);
  }
});
