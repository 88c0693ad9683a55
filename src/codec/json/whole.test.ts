import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkSchema, readApiJson } from "../../schema/index.ts";
import { codecsOf } from "../compile.ts";
import { decodeJson, encodeJson } from "./whole.ts";

const ID = ["u16", "_vl_msg_id"];
const codecs = codecsOf(
  linkSchema(
    readApiJson({
      module: "test",
      types: [["path", ["u8", "weight"]]],
      messages: [
        [
          "ask",
          ID,
          ["u32", "client_index"],
          ["u32", "context"],
          ["u8", "a"],
          ["vl_api_path_t", "p"],
          { crc: "0x1" },
        ],
        ["ask_reply", ID, ["u32", "context"], ["i32", "retval"], { crc: "0x2" }],
        // The session's fields in an odd order, and one that is no u32: a field like others.
        ["odd", ID, ["u8", "a"], ["u64", "client_index"], ["u32", "context"], { crc: "0x3" }],
        ["odd_reply", ID, ["i32", "retval"], { crc: "0x4" }],
      ],
      vl_api_version: "0x1",
    }),
  ),
);

const hex = (name: string, json: unknown) => encodeJson(codecs, name, json).toString("hex");
const json = (name: string, text: string) => decodeJson(codecs, name, Buffer.from(text, "hex"));

describe("whole messages as JSON", () => {
  it("takes client_index and context from the fields, else 0; the message id is 0", () => {
    assert.equal(
      hex("ask", { client_index: 0x01020304, context: "4294967295", a: 5 }),
      "000001020304ffffffff0500",
    );
    assert.equal(hex("ask", {}), "000000000000000000000000");
    assert.equal(
      hex("odd", { a: 1, client_index: "18446744073709551615", context: 2 }),
      "000001ffffffffffffffff00000002",
    );
  });

  it("shows them in the definition's place, whatever the message id, and ignores what follows", () => {
    const shown = json("ask", "ffff01020304ffffffff0507eeee");
    assert.equal(
      JSON.stringify(shown),
      '{"client_index":16909060,"context":4294967295,"a":5,"p":{"weight":7}}',
    );
    assert.equal(
      JSON.stringify(json("odd", "000001ffffffffffffffff00000002")),
      '{"a":1,"client_index":"18446744073709551615","context":2}',
    );
  });

  it("reads a payload that starts anywhere in its buffer", () => {
    const payload = Buffer.from("eeee000000000005fffffffe", "hex").subarray(2);
    assert.deepEqual(decodeJson(codecs, "ask_reply", payload), { context: 5, retval: -2 });
  });

  it("refuses session numbers that don't fit, and names the path of other mistakes", () => {
    for (const context of [-1, 0x1_0000_0000, 1.5]) {
      assert.throws(() => hex("ask", { context }), {
        code: "VPP_ENCODE",
        path: "context",
        message: `ask: context: expected a u32 (0 to 4294967295), got ${context}`,
      });
    }
    assert.throws(() => hex("ask", { context: "x" }), { code: "VPP_ENCODE", path: "context" });
    assert.throws(() => hex("ask", { p: { weight: 256 } }), { code: "VPP_ENCODE", path: "p.weight" });
    assert.throws(() => json("ask", "0000"), { code: "VPP_DECODE", messageName: "ask" });
  });

  it("suggests the nearest message", () => {
    const unknown = { code: "VPP_DEFINITION", message: 'no message "aks", did you mean "ask"?' };
    assert.throws(() => hex("aks", {}), unknown);
    assert.throws(() => json("aks", "00"), unknown);
    assert.throws(() => hex("__proto__", {}), { message: 'no message "__proto__"' });
  });
});
