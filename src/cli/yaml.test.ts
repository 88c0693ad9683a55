import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonValue } from "../codec/index.ts";
import { yamlLines } from "./yaml.ts";

const yaml = (value: JsonValue[] | { [name: string]: JsonValue }): string => yamlLines(value).join("\n");
const scalar = (value: JsonValue): string => yaml({ x: value }).slice("x: ".length);

describe("YAML", () => {
  it("has mappings and sequences inside each other, in block style", () => {
    const value = {
      retval: 0,
      route: { prefix: "10.0.0.0/8", paths: [{ weight: 1, labels: [1, 2] }, {}], none: [] },
      grid: [[1, 2], [], [[3]]],
    };
    assert.equal(
      yaml(value),
      `retval: 0
route:
  prefix: 10.0.0.0/8
  paths:
    - weight: 1
      labels:
        - 1
        - 2
    - {}
  none: []
grid:
  - - 1
    - 2
  - []
  - - - 3`,
    );
    assert.equal(yaml([{ a: 1, b: true }, { a: null }]), "- a: 1\n  b: true\n- a: null");
    assert.equal(yaml({}), "{}");
    assert.equal(yaml([]), "[]");
  });

  // Read back alike by PyYAML 6 (YAML 1.1) when these were written; and as strings by the rules of YAML 1.2.
  const plain = [
    "local0",
    "IF_API_TYPE_HARDWARE",
    "a b",
    "/vpp/src",
    "x1.y-z",
    "10.0.0.1",
    "192.0.2.0/24",
    "nope",
  ];
  for (const text of plain) it(`has ${text} without quotes`, () => assert.equal(scalar(text), text));

  const quoted: readonly [string, string][] = [
    ...[
      "",
      " a",
      "a ",
      "yes",
      "No",
      "NULL",
      "true",
      "y",
      "~",
      "-",
      "1",
      "1.5",
      "1e3",
      "0x10",
      "0o7",
      "1_0",
    ].map((text): [string, string] => [text, JSON.stringify(text)]),
    ...[
      "12:30:45",
      "2026-06-24",
      ".inf",
      ".5",
      "<<",
      "=",
      "- a",
      "a: b",
      "a #b",
      "#",
      "---",
      "!t",
      "&a",
      "*a",
    ].map((text): [string, string] => [text, JSON.stringify(text)]),
    ...["[a]", "{a}", "'", "%", "@", "|", ">", "a,b", "2001:db8::1", "02:fe:00:00:00:01", "1.2.3"].map(
      (text): [string, string] => [text, JSON.stringify(text)],
    ),
    ['"\\', '"\\"\\\\"'],
    ["a\tb\r\u0000", '"a\\tb\\r\\u0000"'],
    ["\u0085\u2028\ufeff\u007f", '"\\u0085\\u2028\\ufeff\\u007f"'],
    ["ü😀", '"ü😀"'],
    ["\ud800", '"\\ud800"'],
  ];
  for (const [text, line] of quoted) {
    it(`quotes ${JSON.stringify(text)}`, () => assert.equal(scalar(text), line));
  }

  it("quotes names that would be read as something else", () => {
    assert.equal(yaml({ no: 1, "a: b": 2, is_add: 3 }), '"no": 1\n"a: b": 2\nis_add: 3');
  });

  it("has text of several lines as a block, where it can be one", () => {
    assert.equal(yaml({ reply: "a: 1\n  b\n\nc #" }), "reply: |-\n  a: 1\n    b\n\n  c #");
    assert.equal(yaml([{ reply: "a\nb\n" }, "c\n"]), "- reply: |\n    a\n    b\n- |\n  c");
    for (const text of ["\na", " a\nb", "a\n\n", "a\n \nb", "a\n\tb", "a\r\nb", "a\n\u0085", "\n"]) {
      assert.equal(scalar(text), JSON.stringify(text).replace("\u0085", "\\u0085"), JSON.stringify(text));
    }
  });

  it("has numbers with exponents that are numbers to every reader", () => {
    assert.deepEqual([1e21, -1e-7, 1.5e-9, 0.1, -1].map(scalar), [
      "1.0e+21",
      "-1.0e-7",
      "1.5e-9",
      "0.1",
      "-1",
    ]);
  });
});
