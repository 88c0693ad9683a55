import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkSchema, readApiJson } from "../schema/index.ts";
import { checkColumns, pick, readColumns, row } from "./columns.ts";
import { UsageError } from "./exit-code.ts";

const message = linkSchema(
  readApiJson({
    module: "test",
    types: [
      ["route", ["u32", "table_id"], ["u8", "n_paths"], ["u32", "paths", 0, "n_paths"]],
      ["deep", ["vl_api_route_t", "route"]],
    ],
    messages: [
      [
        "m",
        ["u16", "_vl_msg_id"],
        ["u32", "context"],
        ["vl_api_deep_t", "deep"],
        ["u8", "x"],
        { crc: "0x1" },
      ],
    ],
    services: {},
    vl_api_version: "0x1",
  }),
).messages.get("m");
assert.ok(message);

describe("chosen columns", () => {
  it("are names with commas between them", () => {
    assert.deepEqual(readColumns("a, b.c,a"), ["a", "b.c"]);
    for (const text of ["", "a,,b", ","]) assert.throws(() => readColumns(text), UsageError, text);
  });

  it("are fields of the message or parts of them", () => {
    checkColumns(message, ["x", "deep", "deep.route", "deep.route.paths", "deep.route.table_id"]);
    const wrong: readonly [string, string][] = [
      ["other", 'm has no column "other" (known: deep, x)'],
      ["dee", 'm has no column "dee", did you mean "deep"?'],
      ["deep.route.table_i", 'm has no column "deep.route.table_i", did you mean "table_id"?'],
      ["deep.route.n_paths", 'm has no column "deep.route.n_paths", did you mean "paths"?'],
      ["x.y", 'm has no column "x.y"'],
      ["deep.route.paths.0", 'm has no column "deep.route.paths.0"'],
    ];
    for (const [column, text] of wrong) {
      assert.throws(() => checkColumns(message, [column]), { name: "Error", message: text });
    }
  });

  it("stay where they were, or stand side by side", () => {
    const json = { deep: { route: { table_id: 1, paths: [2] } }, x: 3 };
    const columns = ["x", "deep.route.paths", "deep.route.table_id", "deep.none"];
    assert.equal(JSON.stringify(pick(json, columns)), '{"x":3,"deep":{"route":{"paths":[2],"table_id":1}}}');
    assert.equal(
      JSON.stringify(row(json, columns)),
      '{"x":3,"deep.route.paths":[2],"deep.route.table_id":1,"deep.none":""}',
    );
    assert.deepEqual(pick(json, ["deep"]), { deep: json.deep });
  });

  it("leave what they were taken from as it was", () => {
    const json = { deep: { route: { table_id: 1 } } };
    const picked = pick(json, ["deep", "deep.route.table_id"]);
    assert.deepEqual(picked, json);
    assert.deepEqual(json, { deep: { route: { table_id: 1 } } });
  });
});
