import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileApi } from "./compile.ts";
import { CURRENT_DIALECT, type Dialect, dialectOfCompiler, EARLY_DIALECT } from "./dialect.ts";

const compile = (text: string, dialect: Dialect) => compileApi(text, { file: "a.api", dialect });

/** Lines by which the compilers of releases differ. */
const V2009 = `
        count = 0
                'legacy typedef. use typedef: {} {}[{}];'
fixup_crc_dict = {
        "m": { 0x51077d14: 0xabc },
        "m": { 0x00000001: 0x00000002 },
}`;

describe("a compiler's text", () => {
  test("tells the releases apart", () => {
    const { keptCrcs, ...rest } = dialectOfCompiler(V2009);
    assert.deepEqual(rest, { early: false, firstEnumValue: 1, crcCovers: "every type" });
    assert.deepEqual(
      [...(keptCrcs.get("m") ?? [])],
      [
        ["51077d14", "00000abc"],
        ["00000001", "00000002"],
      ],
    );
    assert.deepEqual(dialectOfCompiler("        count = -1\nlegacy typedef. use typedef"), CURRENT_DIALECT);
    assert.equal(dialectOfCompiler("return foldup_blocks(t.block, crc)").crcCovers, "first struct");
  });
});

describe("dialects", () => {
  const text = "enum e { A, B, }; autoreply define m { u32 client_index; u32 context; };";

  test("keep the CRCs that a release kept", () => {
    assert.equal(compile(text, CURRENT_DIALECT).messages[0]?.crc, "51077d14");
    assert.equal(compile(text, dialectOfCompiler(V2009)).messages[0]?.crc, "00000abc");
  });

  test("start enums at 1 up to 22.02", () => {
    const members = (dialect: Dialect) => {
      const type = compile(text, dialect).types[0];
      return type?.kind === "enum" ? type.members.map((member) => member.value) : [];
    };
    assert.deepEqual(members(dialectOfCompiler(V2009)), [1, 2]);
    assert.deepEqual(members(CURRENT_DIALECT), [0, 1]);
  });

  test("of 19.08 knows strings without a length, arrays before the end, and Python's keywords", () => {
    const early = "autoreply define m { u8 n; u8 x[n]; string s; string t [limit=8]; u8 is; };";
    assert.throws(() => compile(early, CURRENT_DIALECT), /m\.x: is of variable length/);
    assert.equal(compile(early, EARLY_DIALECT).messages[0]?.fields.length, 5);
  });

  test("a typeonly define is a struct, and tells that the file is an early one", () => {
    const file = compile(
      "typeonly define t { u8 x; }; autoreply define m { string s; vl_api_t_t t; };",
      CURRENT_DIALECT,
    );
    assert.equal(file.types[0]?.kind, "struct");
    assert.deepEqual(
      file.messages.map((m) => m.name),
      ["m", "m_reply"],
    );
  });
});
