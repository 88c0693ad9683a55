import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileApi } from "../api/compile.ts";
import { pythonJson } from "./python.ts";
import { readApiJson } from "./read.ts";
import { writeApiJson } from "./write.ts";

describe("text as Python's json.dumps makes it", () => {
  test("is ASCII with the escapes that Python knows", () => {
    assert.equal(
      pythonJson('é"\\\n\t\u007f\u2028😀\u0001'),
      String.raw`"\u00e9\"\\\n\t\u007f\u2028\ud83d\ude00\u0001"`,
    );
  });

  test("keeps floats, big integers and empty things apart", () => {
    const decimal = (value: number) => pythonJson({ kind: "decimal", value });
    const floats = [5, 0.1, 1e16, 1.5e300, 0.00001, 0.0001, -0, 123456789012345.0];
    assert.deepEqual(floats.map(decimal), [
      "5.0",
      "0.1",
      "1e+16",
      "1.5e+300",
      "1e-05",
      "0.0001",
      "-0.0",
      "123456789012345.0",
    ]);
    assert.equal(pythonJson(0xffffffffffffffffn), "18446744073709551615");
    assert.equal(pythonJson([[], new Map(), null, true]), "[\n    [],\n    {},\n    null,\n    true\n]");
  });
});

test("a file is printed with VPP's keys in VPP's order", () => {
  const text = "/* c */\nautoreply define m { u32 x [default=1.0]; option version=18446744073709551615; };";
  assert.equal(
    writeApiJson(compileApi(text, { file: "dir/my.mod.api" })).replaceAll(/\s+/g, ""),
    `{"module":"my_mod","types":[],"messages":[["m",["u16","_vl_msg_id"],["u32","x",{"default":1.0}],
      {"crc":"0x31b1040f","options":{"version":18446744073709551615},"comment":"/*c*/"}],
      ["m_reply",["u16","_vl_msg_id"],["u32","context"],["i32","retval"],
      {"crc":"0xe8d4e804","options":{"version":18446744073709551615}}]],
      "unions":[],"enums":[],"enumflags":[],"services":{"m":{"reply":"m_reply"}},"options":{},"aliases":{},
      "vl_api_version":"0x31b1040f","imports":[],"counters":[],"paths":[]}`.replaceAll(/\s+/g, ""),
  );
});

test("what was read is written as it was", () => {
  const module = {
    module: "m",
    types: [["t", ["u8", "n"], ["u8", "x", 0, "n"], { comment: "/* é */" }]],
    messages: [
      [
        "a",
        ["u16", "_vl_msg_id"],
        ["string", "s", 0, { limit: 3 }],
        { crc: "0x0000000a", options: { d: null } },
      ],
    ],
    unions: [["u", ["u8", "a", { case: "A" }]]],
    enums: [["e", ["A", 0], { enumtype: "u8" }]],
    enumflags: [["f", ["B", 1], { enumtype: "u32" }]],
    services: { a: { reply: "null" } },
    options: { version: "1.0.0" },
    aliases: { z: { type: "u8", length: 4 }, y: { type: "string", length: 0 } },
    vl_api_version: "0xa",
    imports: ["x.api"],
    counters: [{ name: "c", elements: [{ name: "n", units: "u" }] }],
    paths: [{ path: "p", counter: "c" }, [{ path: "p", counter: "c" }]],
  };
  const text = JSON.stringify(module);
  const [file] = readApiJson(text);
  assert.ok(file !== undefined);
  assert.equal(JSON.stringify(JSON.parse(writeApiJson(file))), text);
});
