import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VppDefinitionError } from "../../errors/index.ts";
import { tokenize } from "./lexer.ts";

const values = (text: string) =>
  tokenize(text, "a.api")
    .slice(0, -1)
    .map((token) => token.value);
const refusal = (text: string) => {
  try {
    tokenize(text, "a.api");
  } catch (error) {
    assert.ok(error instanceof VppDefinitionError);
    return error.message;
  }
  return assert.fail("accepted");
};

describe("tokens", () => {
  test("stand where they begin", () => {
    const tokens = tokenize("define\tfoo\n  /* a\nb */ {\r\n}", "a.api");
    assert.deepEqual(
      tokens.map(({ kind, text, line, column }) => [kind, text, line, column]),
      [
        ["keyword", "define", 1, 1],
        ["name", "foo", 1, 8],
        ["comment", "/* a\nb */", 2, 3],
        ["symbol", "{", 3, 6],
        ["symbol", "}", 4, 1],
        ["end", "", 4, 2],
      ],
    );
  });

  test("numbers are decimal with leading zeros too, hexadecimal, negative, or have a point", () => {
    assert.deepEqual(values("10 010 0x1F -3 -0"), [10, 10, 31, -3, 0]);
    assert.deepEqual(values("1.50 5."), [
      { kind: "decimal", value: 1.5 },
      { kind: "decimal", value: 5 },
    ]);
    assert.deepEqual(values("0xffffffffffffffff"), [0xffffffffffffffffn]);
  });

  test("true is a word, false a boolean that words may not begin with", () => {
    assert.deepEqual(values("true false falsehood"), ["true", false, false, "hood"]);
  });

  test("a string loses its quotes and keeps its backslashes", () => {
    assert.deepEqual(values(String.raw`"a\"b" "" "é"`), [String.raw`a\b`, "", "é"]);
  });

  test("a comment runs to the end of its line or to its end mark", () => {
    assert.deepEqual(values("// a /* b\n/* // */ x //"), ["// a /* b", "/* // */", "x", "//"]);
  });
});

test("what is no token is refused where it stands", () => {
  assert.equal(refusal("a\n %"), 'a.api:2:2: illegal character "%" (0x25)');
  assert.equal(refusal("a / b"), 'a.api:1:3: illegal character "/" (0x2f)');
  assert.equal(refusal("é"), 'a.api:1:1: illegal character "é" (0xe9)');
  assert.equal(refusal('\n"abc\n"'), "a.api:2:1: a string without end");
  assert.equal(refusal('"abc\\'), "a.api:1:1: a string without end");
  assert.equal(refusal('"abc\\\n"'), "a.api:1:1: a string without end");
  assert.equal(refusal("x /* y"), "a.api:1:3: a comment without end");
  assert.equal(refusal("0X1f"), "a.api:1:1: 0X1f: a hexadecimal number starts with 0x");
  assert.match(refusal("9".repeat(500)), /^a\.api:1:1: a number of too many digits$/);
});
