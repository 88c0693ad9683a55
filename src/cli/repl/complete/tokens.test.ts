import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { tokensOf } from "./tokens.ts";

const read = (text: string) => tokensOf(text).map((token) => `${token.kind[0]}:${token.text}`);

/** What begins a value in a template. */
const VALUE = "${";

describe("tokens of JavaScript being typed", () => {
  it("tells names, numbers, strings and punctuation", () => {
    assert.deepEqual(read('await vpp.api.x({ a: 1.5e3, "b c": 0xfn, ...r }, [~0])'), [
      ..."n:await n:vpp p:. n:api p:. n:x p:( p:{ n:a p:: n:1.5e3 p:,".split(" "),
      "s:b c",
      ..."p:: n:0xfn p:, p:... n:r p:} p:, p:[ p:~ n:0 p:] p:)".split(" "),
    ]);
    assert.deepEqual(read("a?.b ?.5 () => $x#y"), [
      ..."n:a p:?. n:b p:? n:.5 p:( p:) p:=> n:$x n:#y".split(" "),
    ]);
  });

  it("passes over comments and space, and marks a comment that the text ends in", () => {
    assert.deepEqual(read("a // { \n /* ( */ b"), ["n:a", "n:b"]);
    for (const text of ["a // b(", "a /* b("])
      assert.deepEqual(tokensOf(text).at(-1), { kind: "template", text: "", end: text.length, open: true });
  });

  it("knows which strings are still open", () => {
    const last = (text: string) => {
      const token = tokensOf(text).at(-1);
      return [token?.text, token?.open];
    };
    assert.deepEqual(last('x("IP_'), ["IP_", true]);
    assert.deepEqual(last('x("'), ["", true]);
    assert.deepEqual(last('"a\\"b'), ['a\\"b', true]);
    assert.deepEqual(last("'a\\"), ["a", true]);
    assert.deepEqual(last('"a"'), ["a", false]);
    // A line end ends a string, rightly closed or not.
    assert.deepEqual(read('"a\nb'), ["s:a", "n:b"]);
  });

  it("tells a regular expression from a division", () => {
    assert.deepEqual(read("a / b / c"), ["n:a", "p:/", "n:b", "p:/", "n:c"]);
    assert.deepEqual(read("x(/[/(]{/gi, 1)"), ["n:x", "p:(", "r:/[/(]{/gi", "p:,", "n:1", "p:)"]);
    assert.deepEqual(read("return /{/"), ["n:return", "r:/{/"]);
    assert.deepEqual(read("= /unfinished"), ["p:=", "p:/", "n:unfinished"]);
  });

  it("looks into the values of templates", () => {
    assert.deepEqual(read(`\`a ${VALUE} { b: \`c\` } } d\` e`), [
      "t:a ",
      ...`p:${VALUE} p:{ n:b p:: t:c p:} p:}`.split(" "),
      "t: d",
      "n:e",
    ]);
    assert.equal(tokensOf(`\`a ${VALUE}b} c`).at(-1)?.open, true);
    assert.deepEqual(tokensOf("`").at(-1), { kind: "template", text: "", end: 1, open: true });
    assert.deepEqual(read(`\`\\${VALUE}a}\``), [`t:\\${VALUE}a}`]);
  });

  it("property: takes any text, gives tokens in order, and ends where it ends", () => {
    const piece = fc.constantFrom(VALUE, ..."`|}|\"|'|\\|/|//|/*|*/|\n| |a|1|.|?.|[|(|{|\ud800|é".split("|"));
    const text = fc.oneof(
      fc.array(piece).map((pieces) => pieces.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, (given) => {
        let end = 0;
        for (const token of tokensOf(given)) {
          assert.ok(token.end >= end && token.end <= given.length);
          end = token.end;
        }
        assert.equal(
          given
            .slice(end)
            .replace(/\/\*[\s\S]*?\*\/|\/\/.*\n/g, "")
            .trim(),
          "",
        );
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});
