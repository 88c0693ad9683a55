import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compileApi, linkSchema } from "../../../schema/index.ts";
import { styleOf } from "../../table/style.ts";
import { Origins } from "../origins.ts";
import { plainRow } from "./plain.ts";
import { render } from "./render.ts";

const schema = linkSchema([
  compileApi(
    `enumflag flags : u8 { FLAG_UP = 1, FLAG_DOWN = 2, };
     define thing_dump { u32 client_index; u32 context; };
     define thing_details { u32 context; u32 id; vl_api_flags_t flags; string text[32]; u64 big; };`,
    { file: "kit.api", resolveImport: (path) => ({ tried: [path] }) },
  ),
]);
const message = schema.messages.get("thing_details")!;
const origins = new Origins();
const show = (value: unknown, maxRows = 10, columns?: number): string =>
  render(value, origins, {
    style: styleOf(columns === undefined ? {} : { isTTY: true, columns }, { NO_COLOR: "1" }),
    colours: false,
    maxRows,
  });

function thing(id: number, text = ""): Record<string, unknown> {
  const fields = { id, flags: 3, text, big: 2n };
  origins.mark(fields, message);
  return fields;
}

describe("results at the prompt", () => {
  it("shows a message with the names that its definition has, and text of several lines below", () => {
    assert.equal(show(thing(7)), "id     7\nflags  FLAG_UP,FLAG_DOWN\ntext\nbig    2");
    assert.match(show(thing(7, "a\nb\n")), /^text\s*\na\nb$/m);
    assert.match(show(thing(7, "\u001b[2J")), /^text +\\x1b\[2J$/m);
  });

  it("shows lists of messages and of plain objects as tables", () => {
    assert.equal(
      show([thing(1), thing(10)]),
      "id  flags              text  big\n 1  FLAG_UP,FLAG_DOWN          2\n10  FLAG_UP,FLAG_DOWN          2",
    );
    assert.equal(
      show([
        { a: 1n, b: new Uint8Array([10, 255]) },
        { a: 22, c: [1, { d: null }] },
      ]),
      " a  b     c\n 1  0aff\n22        1 {d=null}",
    );
    assert.equal(show([{ a: { b: 1, c: undefined } }]), "a.b  a.c\n  1");
  });

  it("says what it leaves out", () => {
    assert.equal(show([{ a: 1 }, { a: 2 }, { a: 3 }], 2), "a\n1\n2\n… and 1 more");
    assert.match(show([thing(1), thing(2)], 9, 20), /^Not shown: flags,\ntext, big$/m);
  });

  it("shows everything else as JavaScript does", () => {
    for (const [value, text] of [
      ["a", "'a'"],
      [5n, "5n"],
      [[], "[]"],
      [[1, 2], "[ 1, 2 ]"],
      [{ a: { b: [1n] } }, "{ a: { b: [ 1n ] } }"],
      [[{ a: 1 }, 2], "[ { a: 1 }, 2 ]"],
      [[{ a: () => {} }], "[ { a: [Function: a] } ]"],
      [[new Map()], "[ Map(0) {} ]"],
      [null, "null"],
    ] as const) {
      assert.equal(show(value), text);
    }
    const around: unknown[] = [{}];
    Object.assign(around[0] as object, { around });
    assert.match(show(around), /Circular/);
  });

  it("doesn't insist on a definition that fits no more", () => {
    const changed = Object.assign(thing(1), { flags: "many" });
    assert.equal(show(changed), "{ id: 1, flags: 'many', text: '', big: 2n }");
    assert.equal(show([changed]), "id  flags  text  big\n 1  many           2");
  });

  it("property: takes whatever a command may give", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true }),
        (value) => {
          assert.equal(typeof show(value), "string");
          assert.equal(typeof show([value, value]), "string");
          const row = plainRow(value);
          if (row !== undefined) JSON.stringify(row);
        },
      ),
      { seed: 6, numRuns: 1000 },
    );
  });
});
