import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VppStatsError } from "../errors/index.ts";
import { compilePatterns } from "./pattern.ts";
import type { StatsPatterns } from "./types.ts";

const NAMES = [
  "/if/rx",
  "/if/rx-miss",
  "/if/names",
  "/interfaces/loop0/rx",
  "/interfaces/loop1/tx",
  "/mem/main heap",
  "/a[b",
];
const pick = (patterns?: StatsPatterns) => NAMES.filter((name) => compilePatterns(patterns).matches(name));

describe("patterns", () => {
  it("no pattern takes everything", () => {
    assert.deepEqual(pick(), NAMES);
    assert.deepEqual(pick([]), NAMES);
  });

  it("text is a name or the path above some", () => {
    assert.deepEqual(pick("/if/rx"), ["/if/rx"]);
    assert.deepEqual(pick("/if"), ["/if/rx", "/if/rx-miss", "/if/names"]);
    assert.deepEqual(pick("/mem/main heap"), ["/mem/main heap"]);
    assert.deepEqual(pick("/i"), []);
  });

  it("text that ends in / is a prefix", () => {
    assert.deepEqual(pick("/interfaces/"), ["/interfaces/loop0/rx", "/interfaces/loop1/tx"]);
  });

  it("a glob's star stays within a part, two do not", () => {
    assert.deepEqual(pick("/if/rx*"), ["/if/rx", "/if/rx-miss"]);
    assert.deepEqual(pick("/interfaces/*/tx"), ["/interfaces/loop1/tx"]);
    assert.deepEqual(pick("/interfaces/loop[!1]/*"), ["/interfaces/loop0/rx"]);
    assert.deepEqual(pick("/interfaces/loop?/rx"), ["/interfaces/loop0/rx"]);
    assert.deepEqual(pick("/*"), ["/a[b"]);
    assert.deepEqual(pick("/**x"), ["/if/rx", "/interfaces/loop0/rx", "/interfaces/loop1/tx"]);
    assert.deepEqual(pick({ glob: "/a\\[b" }), ["/a[b"]);
  });

  it("a regular expression, also a global one, matches every time", () => {
    assert.deepEqual(pick(/rx/g), ["/if/rx", "/if/rx-miss", "/interfaces/loop0/rx"]);
    const matcher = compilePatterns(/rx/g);
    assert.equal(matcher.matches("/if/rx") && matcher.matches("/if/rx"), true);
  });

  it("the object forms take text as it is", () => {
    assert.deepEqual(pick({ exact: "/a[b" }), ["/a[b"]);
    assert.deepEqual(pick({ prefix: "/if/rx" }), ["/if/rx", "/if/rx-miss"]);
  });

  it("several are one or the other", () => {
    assert.deepEqual(pick([{ exact: "/if/rx" }, /names$/]), ["/if/rx", "/if/names"]);
  });

  it("what is no pattern is refused", () => {
    for (const bad of ["", "/a[b", "/[z-a]", "*/".repeat(6)]) {
      assert.throws(
        () => compilePatterns(bad),
        (error) => error instanceof VppStatsError && error.reason === "pattern",
        bad,
      );
    }
  });

  it("different patterns have different keys", () => {
    const keys = ["/if", { exact: "/if" }, { prefix: "/if" }, /if/, /if/i].map((p) => compilePatterns(p).key);
    assert.equal(new Set(keys).size, keys.length);
  });
});
