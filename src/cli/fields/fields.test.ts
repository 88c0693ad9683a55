import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkSchema, readApiJson } from "../../schema/index.ts";
import { fieldsFromArguments } from "./fields.ts";

const message = linkSchema(
  readApiJson({
    module: "test",
    enumflags: [["bits", ["A", 1], ["B", 2], { enumtype: "u8" }]],
    enums: [["color", ["RED", 0], ["BLUE", 1], { enumtype: "u32" }]],
    types: [
      ["path", ["u8", "weight"], ["string", "via", 16]],
      ["route", ["u32", "table_id"], ["u8", "n_paths"], ["vl_api_path_t", "paths", 0, "n_paths"]],
    ],
    aliases: { mac_address: { type: "u8", length: 6 }, index: { type: "u32" } },
    messages: [
      [
        "m",
        ["u16", "_vl_msg_id"],
        ["u32", "client_index"],
        ["u32", "context"],
        ["string", "tag", 64],
        ["bool", "on"],
        ["vl_api_index_t", "index"],
        ["i8", "i8"],
        ["u64", "big"],
        ["f64", "rate"],
        ["vl_api_bits_t", "bits"],
        ["vl_api_color_t", "color"],
        ["u8", "raw", 8],
        ["u32", "ids", 3],
        ["vl_api_mac_address_t", "mac"],
        ["vl_api_route_t", "route"],
        { crc: "0x1" },
      ],
      ["m_reply", ["u16", "_vl_msg_id"], ["u32", "context"], ["i32", "retval"], { crc: "0x2" }],
    ],
    vl_api_version: "0x1",
  }),
).messages.get("m");
assert.ok(message);
const read = (...args: string[]) => fieldsFromArguments(message, args);

describe("fields from the command line", () => {
  const values: [string, unknown][] = [
    ["tag=5", "5"],
    ["tag=", ""],
    ["tag=a=b {c}", "a=b {c}"],
    ['tag={"a":1}', '{"a":1}'],
    ["on=true", true],
    ["on=0", false],
    ["on=yes", "yes"],
    ["index=7", "7"],
    ["index=0x1F", "31"],
    ["index=~0", "4294967295"],
    ["i8=~0", -1],
    ["i8=-5", "-5"],
    ["big=18446744073709551615", "18446744073709551615"],
    ["big=0xffffffffffffffff", "18446744073709551615"],
    ["rate=-1.5e3", -1500],
    ["rate=NaN", "NaN"],
    ["bits=A", ["A"]],
    ["bits=A,B", ["A", "B"]],
    ["bits=A | 0x80", ["A", 128]],
    ["bits=", []],
    ['bits=["A"]', ["A"]],
    ["color=BLUE", "BLUE"],
    ["color=1", 1],
    ["color=BLUE,RED", ["BLUE", "RED"]],
    ["raw=0a0b", "0a0b"],
    ["raw=[1,2]", [1, 2]],
    ["ids=1, 0x2,3", ["1", "2", "3"]],
    ["ids=[1,2]", [1, 2]],
    ["ids=", []],
    ["mac=02:fe:00:00:00:01", "02:fe:00:00:00:01"],
    ['route={"table_id":5}', { table_id: 5 }],
    ["route={oops", "{oops"],
  ];
  for (const [argument, value] of values) {
    it(argument, () =>
      assert.deepEqual(read(argument), { [argument.slice(0, argument.indexOf("="))]: value }),
    );
  }

  it("puts parts together", () => {
    assert.deepEqual(
      read("route.paths[0].weight=1", "route.paths[0].via=x", "route.paths[1].weight=2", "route.table_id=3"),
      { route: { paths: [{ weight: "1", via: "x" }, { weight: "2" }], table_id: "3" } },
    );
    assert.deepEqual(read("ids[0]=5", "ids[1]=6", "ids[0]=7"), { ids: ["7", "6"] });
  });

  it("changes a JSON object, which is taken as it is", () => {
    assert.deepEqual(
      read(' {"tag":"a","route":{"paths":[{"weight":1}]},"other":1}', "route.paths[0].weight=2"),
      {
        tag: "a",
        route: { paths: [{ weight: "2" }] },
        other: 1,
      },
    );
    assert.deepEqual(read(), {});
  });

  const refused: [string, RegExp][] = [
    ["tgg=1", /^m: tgg: no such field, did you mean "tag"\?$/],
    ["route.pats[0].weight=1", /^m: route\.pats: no such field, did you mean "paths"\?$/],
    [
      "route.paths[1].weight=1",
      /^m: route\.paths\[1\]: the elements before it come first, \[0\] is the next$/,
    ],
    ["tag[0]=1", /^m: tag: no array, so it takes no index$/],
    ["tag.a=1", /^m: tag: has no fields of its own$/],
    ["__proto__.a=1", /^m: __proto__: no such field \(known: tag, on, /],
    ["tag", /^expected field=value or one JSON object, got "tag"$/],
    ["=1", /^expected field=value/],
    ["[1]", /^expected field=value/],
    ["a..b=1", /^expected field=value/],
    ["route.paths[99999999999]=1", /^expected field=value/],
    ["{oops", /^not JSON: /],
  ];
  for (const [argument, text] of refused) {
    it(`refuses ${argument}`, () => assert.throws(() => read(argument), { message: text }));
  }
});
