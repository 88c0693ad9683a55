import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { splitWords } from "./words.ts";

describe("words of a shell's line", () => {
  const lines: readonly [string, readonly string[], string, boolean][] = [
    ["", [], "", false],
    ["vpp-ts", [], "vpp-ts", false],
    ["vpp-ts ", ["vpp-ts"], "", false],
    ["  a\t b  c", ["a", "b"], "c", false],
    ["a 'b c' d", ["a", "b c"], "d", false],
    ["a 'b c", ["a"], "b c", true],
    ["a ''", ["a"], "", false],
    ["a '' b", ["a", ""], "b", false],
    ['a "b\\"c\\d $x', ["a"], 'b"c\\d $x', true],
    ["a b\\ c\\", ["a"], "b c", false],
    ["a route.paths\\[0\\].we", ["a"], "route.paths[0].we", false],
    ["a x='y z'=", ["a"], "x=y z=", false],
  ];
  for (const [line, before, last, quoted] of lines) {
    it(JSON.stringify(line), () => assert.deepEqual(splitWords(line), { before, last, quoted }));
  }
});
