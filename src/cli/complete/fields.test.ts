import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkSchema, readApiJson } from "../../schema/index.ts";
import { completeField } from "./fields.ts";

const message = linkSchema(
  readApiJson({
    module: "test",
    enumflags: [["bits", ["A", 1], ["AB", 2], ["C", 4], { enumtype: "u8" }]],
    enums: [["color", ["RED", 0], ["BLUE", 1], { enumtype: "u32" }]],
    unions: [["arms", ["u32", "ip4"], ["u64", "ip6"]]],
    types: [
      ["path", ["u8", "weight"], ["vl_api_arms_t", "arms"]],
      ["route", ["u32", "table_id"], ["u8", "n_paths"], ["vl_api_path_t", "paths", 0, "n_paths"]],
    ],
    messages: [
      [
        "m",
        ["u16", "_vl_msg_id"],
        ["u32", "client_index"],
        ["u32", "context"],
        ["bool", "on"],
        ["vl_api_bits_t", "bits"],
        ["vl_api_color_t", "color"],
        ["u32", "ids", 3],
        ["vl_api_route_t", "route"],
        { crc: "0x1" },
      ],
    ],
    services: {},
    vl_api_version: "0x1",
  }),
).messages.get("m");
assert.ok(message);

describe("completion of fields", () => {
  const values = (typed: string, ...before: string[]): string[] =>
    completeField(message, before, typed).map(({ value }) => value);

  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ["", [], ["on=", "bits=", "color=", "ids=", "route."]],
    ["o", [], ["on="]],
    ["", ["on=1", "bits=A", "route.table_id=1"], ["color=", "ids=", "route."]],
    ["context", [], []],
    ["route.", [], ["route.table_id=", "route.paths[0]."]],
    ["route.p", ["route.paths[0].weight=1"], ["route.paths[0].", "route.paths[1]."]],
    ["route.p", ["route.paths[3].weight=1", "route.paths[1].x=1"], ["route.paths[3].", "route.paths[4]."]],
    ["route.paths[0].", ["route.paths[0].weight=1"], ["route.paths[0].arms."]],
    ["route.paths[9].arms.", [], ["route.paths[9].arms.ip4=", "route.paths[9].arms.ip6="]],
    ["on=", [], ["on=true", "on=false"]],
    ["on=t", [], ["on=true"]],
    ["color=B", [], ["color=BLUE"]],
    ["bits=", [], ["bits=A", "bits=AB", "bits=C"]],
    ["bits=A,", [], ["bits=A,AB", "bits=A,C"]],
    ["bits=AB,C,A", [], ["bits=AB,C,A"]],
    ["ids=", [], []],
    ["nope.", [], []],
    ["nope=", [], []],
    ["on.x", [], []],
    ["route.paths[", [], ["route.paths[0]."]],
    ["route.paths[x", [], []],
    ["[.=", [], []],
  ];
  for (const [typed, before, expected] of cases) {
    it(`${JSON.stringify(typed)} behind ${JSON.stringify(before)}`, () => {
      assert.deepEqual(values(typed, ...before), expected);
    });
  }

  it("says what type each field has", () => {
    const [paths] = completeField(message, [], "route.p");
    assert.deepEqual(paths, { value: "route.paths[0].", about: "path[n_paths]" });
  });
});
