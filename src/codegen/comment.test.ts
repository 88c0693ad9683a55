import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readComment, tsdoc } from "./comment.ts";

describe("comments of definitions", () => {
  it("are taken apart into a description and what is said of fields", () => {
    const { lines, fields } = readComment(`/** \\brief Set flags
    on an interface
    @param client_index - opaque cookie
    @param sw_if_index - which one,
                         see the dump
    @param empty -
    @param[in] flags: the flags
    @param flags - and more of them
*/`);
    assert.deepEqual(lines, ["Set flags", "on an interface"]);
    assert.deepEqual(Object.fromEntries(fields), {
      client_index: "opaque cookie",
      sw_if_index: "which one, see the dump",
      flags: "the flags and more of them",
    });
  });

  it("with stars, other line ends and blank lines are read too", () => {
    const { lines } = readComment("/*\r\n * One\r\n *\r\n *\r\n * Two \\ref x\r\n */");
    assert.deepEqual(lines, ["One", "", "Two x"]);
    assert.deepEqual(readComment("/** */").lines, []);
    assert.deepEqual(readComment(null).lines, []);
  });

  it("can neither end the comment they are printed in nor start a tag", () => {
    const text = tsdoc(readComment("/* a */ evil(); /* b @deprecated */").lines).join("\n");
    assert.equal(text.indexOf("*/"), text.length - 2);
    assert.match(text, /b \\@deprecated/);
    assert.doesNotMatch(tsdoc(["x\u2028y"].flatMap((t) => readComment(t).lines)).join(" "), /\u2028/);
  });

  it("are printed on one line where they fit, wrapped where they don't", () => {
    assert.deepEqual(tsdoc([]), []);
    assert.deepEqual(tsdoc(["Short"]), ["/** Short */"]);
    assert.deepEqual(tsdoc(["Short"], ["@deprecated"]), ["/**", " * Short", " *", " * @deprecated", " */"]);
    const long = tsdoc(["word ".repeat(60).trim()]);
    assert.ok(long.length > 3 && long.every((line) => line.length < 110));
    assert.deepEqual(tsdoc(["x".repeat(200)]), [`/** ${"x".repeat(200)} */`]);
  });
});
