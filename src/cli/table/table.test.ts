import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";
import type { JsonObject } from "../../codec/index.ts";
import { Output } from "../output.ts";
import { printRecord } from "./record.ts";
import { type Style, styleOf } from "./style.ts";
import { Table } from "./table.ts";

const plain = (width: number): Style => ({ width, bold: (text) => text, dim: (text) => text });

async function shown(write: (output: Output) => Promise<void>): Promise<string[]> {
  const stream = new PassThrough({ encoding: "utf8" });
  const output = new Output(stream);
  await write(output);
  await output.flush();
  stream.end();
  return (await stream.toArray()).join("").split("\n").slice(0, -1);
}

const table = (rows: readonly JsonObject[], width = Number.POSITIVE_INFINITY) =>
  shown(async (output) => {
    const printer = new Table(output, plain(width));
    for (const row of rows) await printer.add(row);
    await printer.end();
  });

describe("a table", () => {
  it("has a column for each field, nested ones dotted, numbers to the right", async () => {
    assert.deepEqual(
      await table([
        { id: 5, name: "loop0", path: { via: "10.0.0.1", labels: [1, 2] }, list: [{ a: 1 }] },
        { id: 100, name: "x\u001b[2J", path: { via: "::", labels: [] }, list: [] },
      ]),
      [
        " id  name      path.via  path.labels  list",
        "  5  loop0     10.0.0.1  1,2          {a=1}",
        "100  x\\x1b[2J  ::",
      ],
    );
  });

  it("shows arms that only some rows have", async () => {
    assert.deepEqual(await table([{ un: { a: 1 } }, { un: { b: "x" } }]), ["un.a  un.b", "   1", "      x"]);
  });

  it("cuts cells where it must, leaves out what says nothing, then what is to the right, and says so", async () => {
    const rows = [{ index: 1, zero: 0, name: "n".repeat(60), flags: ["UP"], mtu: 9000 }];
    assert.deepEqual(await table(rows, 100), [
      `index  zero  ${"name".padEnd(60)}  flags   mtu`,
      `    1     0  ${"n".repeat(60)}  UP     9000`,
    ]);
    assert.deepEqual(await table(rows, 53), [
      `index  ${"name".padEnd(33)}  flags   mtu`,
      `    1  ${"n".repeat(32)}…  UP     9000`,
      "Not shown (--json has them): zero",
    ]);
    assert.deepEqual(await table(rows, 45), [
      "index  name",
      `    1  ${"n".repeat(37)}…`,
      "Not shown (--json has them): zero, flags, mtu",
    ]);
    assert.deepEqual((await table(rows, 10))[0], "name");
  });

  it("keeps names, and what is not the same in every row", async () => {
    const rows = [1, 2].map((id) => ({
      type: "HARDWARE",
      id,
      empty: "",
      interface_name: "loop",
      mtu: 9000 + id,
    }));
    assert.deepEqual(await table(rows, 30), [
      "id  interface_name   mtu",
      " 1  loop            9001",
      " 2  loop            9002",
      "Not shown (--json has them):",
      "type, empty",
    ]);
    assert.deepEqual((await table(rows, 20))[0], "id  interface_name");
  });

  it("cuts a column further before it leaves it out; one that repeats another says nothing new", async () => {
    const rows = [1, 2].map((id) => ({ id, same: id, paths: [{ via: `10.0.0.${id}`, label: 1000 }] }));
    assert.deepEqual(await table(rows, 28), [
      "id  paths",
      " 1  {via=10.0.0.1 label=100…",
      " 2  {via=10.0.0.2 label=100…",
      "Not shown (--json has them):",
      "same",
    ]);
    assert.deepEqual((await table(rows, 20))[0], "id");
  });

  it("is empty without rows, and goes on in the columns of the first thousand", async () => {
    assert.deepEqual(await table([]), []);
    const lines = await table(Array.from({ length: 2500 }, (_, i) => ({ a: i < 1000 ? 1 : 22, b: "x" })));
    assert.equal(lines.length, 2501);
    assert.deepEqual([lines[0], lines[1000], lines[2500]], ["a  b", "1  x", "…  x"]);
  });
});

describe("one message", () => {
  it("is a list of its fields, text of several lines below its name", async () => {
    const message = { retval: 0, address: { ip: "::1" }, reply: "a\n\tb\u0007\n", tag: "" };
    assert.deepEqual(await shown(async (output) => printRecord(message, output, plain(80))), [
      "retval      0",
      "address.ip  ::1",
      "reply     ",
      "a",
      "\tb\\x07",
      "tag",
    ]);
  });
});

describe("style", () => {
  const terminal = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY, columns: 120 });

  it("has colours on a terminal only, and never with NO_COLOR", () => {
    assert.equal(styleOf(terminal(true), {}).bold("a"), "\u001b[1ma\u001b[22m");
    for (const [isTTY, env] of [
      [true, { NO_COLOR: "1" }],
      [true, { TERM: "dumb" }],
      [false, {}],
    ] as const) {
      assert.equal(styleOf(terminal(isTTY), env).bold("a"), "a");
    }
    assert.equal(styleOf(terminal(true), {}).width, 120);
    assert.equal(styleOf(terminal(false), {}).width, Number.POSITIVE_INFINITY);
  });
});
