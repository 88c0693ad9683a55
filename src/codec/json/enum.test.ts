import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { EnumBase, EnumType } from "../../schema/index.ts";
import { enumFromJson, enumToJson } from "./enum.ts";
import { Place } from "./place.ts";

function enumOf(members: Record<string, number>, flag: boolean, base: EnumBase = "u32"): EnumType {
  return {
    kind: "enum",
    name: "test",
    module: "test",
    flag,
    base,
    members: Object.entries(members).map(([name, value]) => ({ name, value, backwardsCompatible: false })),
    comment: null,
    source: { file: "test.api", line: null, column: null },
  };
}

const place = () => new Place("m");
const state = enumOf({ DOWN: 0, UP: 1, ALSO_UP: 1, LINK: 2, TOP: 0x80000000, BOTH: 6 }, false);
const flags = enumOf({ NONE: 0, C: 4, A: 1, B: 2, AB: 3, A_AGAIN: 1, TOP: 0x80000000 }, true);

describe("enums as JSON", () => {
  const plain: [number, unknown][] = [
    [0, "DOWN"],
    [1, "UP"],
    [2, "LINK"],
    [3, ["UP", "LINK"]],
    [6, "BOTH"],
    [0x80000001, ["UP", "TOP"]],
    [4, 4],
    [7, 7],
    [0xffffffff, 0xffffffff],
  ];
  for (const [value, json] of plain)
    it(`${value} of an enum`, () => assert.deepEqual(enumToJson(state, value), json));

  const ored: [number, unknown][] = [
    [0, []],
    [1, ["A"]],
    [3, ["A", "B"]],
    [7, ["A", "B", "C"]],
    [8, [8]],
    [0x80000019, ["A", "TOP", 0x18]],
  ];
  for (const [value, json] of ored)
    it(`${value} of flags`, () => assert.deepEqual(enumToJson(flags, value), json));

  it("a value without members is its number", () => {
    assert.equal(enumToJson(enumOf({}, false), 0), 0);
    assert.equal(enumToJson(enumOf({ ONE: 1 }, false), 0), 0);
  });

  it("negative values", () => {
    const signed = enumOf({ FAILED: -1, A: 1, B: 2, TOP: -128 }, false, "i8");
    assert.equal(enumToJson(signed, -1), "FAILED");
    assert.equal(enumToJson(signed, -2), -2);
    assert.equal(enumFromJson(signed, ["A", "TOP"], place()), -127);
    assert.equal(enumFromJson(signed, ["A", 0x80], place()), -127);
    assert.equal(enumFromJson(enumOf({ A: 1 }, false, "i32"), ["A", 0x80000000], place()), -0x7fffffff);
  });

  it("names, numbers and arrays of them are read", () => {
    assert.equal(enumFromJson(state, "ALSO_UP", place()), 1);
    assert.equal(enumFromJson(state, 77, place()), 77);
    assert.equal(enumFromJson(state, ["UP", "LINK"], place()), 3);
    assert.equal(enumFromJson(flags, "AB", place()), 3);
    assert.equal(enumFromJson(flags, ["AB", "C", 16], place()), 23);
    assert.equal(enumFromJson(flags, ["TOP", "A"], place()), 0x80000001);
    assert.equal(enumFromJson(flags, [], place()), 0);
  });

  const wrong: [unknown, RegExp][] = [
    ["nothing", /expected the name of a member of test, or a number, got "nothing" \(known: /],
    ["UPP", /expected the name of a member of test, or a number, got "UPP", did you mean "UP"\?/],
    ["3", /got "3"/],
    ["toString", /got "toString"/],
    [null, /got null/],
    [true, /got true/],
    [["UP", "LNIK"], /^m: \[1\]: .*"LNIK", did you mean "LINK"\?/],
    [["UP", 1.5], /^m: \[1\]: .*got 1\.5/],
    [["UP", 2 ** 32], /^m: \[1\]: .*got 4294967296/],
    [[["UP"]], /^m: \[0\]: .*an array/],
  ];
  for (const [json, message] of wrong) {
    it(`refuses ${JSON.stringify(json)}`, () => {
      assert.throws(() => enumFromJson(state, json, place()), { code: "VPP_ENCODE", message });
    });
  }

  it("every value is read back", () => {
    const bases = fc.constantFrom<EnumBase>("u8", "u16", "u32", "i8", "i16", "i32");
    fc.assert(
      fc.property(bases, fc.boolean(), fc.integer({ min: 0, max: 0xffffffff }), (base, flag, bits) => {
        const type = enumOf({ A: 1, B: 2, C: 0x40, D: 3, E: 0x80 }, flag, base);
        const width = Number(base.slice(1));
        const unsigned = bits % 2 ** width;
        const value = base.startsWith("i") && unsigned >= 2 ** (width - 1) ? unsigned - 2 ** width : unsigned;
        assert.equal(enumFromJson(type, enumToJson(type, value), place()), value);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
