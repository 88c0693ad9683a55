import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { vppTs } from "../support/cli.ts";

const SOURCE = `option version = "1.2.3";
enumflag bits : u8 { A = 1, B = 0x10, };
typedef u8 tag[4];
typedef inner { u16 x; vl_api_bits_t bits; };
union either { u32 number; vl_api_inner_t inner; };
typedef outer { vl_api_either_t either; u8 n; vl_api_inner_t list[n]; };
/** \\brief Adds a thing */
autoreply define thing_add { u32 client_index; u32 context; bool on [default=true]; vl_api_outer_t outer; };
autoreply define thing_old {
  option deprecated;
  option replaced_by = "thing_add";
  u32 client_index; u32 context; vl_api_tag_t label;
};
define thing_dump { u32 client_index; u32 context; };
define thing_details { u32 context; u8 pad[3]; u64 after; string name[]; };
`;

describe("vpp-ts api", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-api-"));
    writeFileSync(join(folder, "thing.api"), SOURCE);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const api = async (...args: string[]): Promise<string> => {
    const { status, stdout, stderr } = await vppTs(["api", ...args], { env: { VPP_API_DIR: folder } });
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout;
  };

  it("lists modules, and what is in one", async () => {
    assert.deepEqual(JSON.parse(await api("ls", "--json")), [
      { module: "thing", version: "1.2.3", messages: 6, types: 5 },
    ]);
    const lines = (await api("ls", "thing", "--ndjson"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const messages = lines.filter(({ kind }) => kind === "message");
    assert.deepEqual(
      messages.map(({ name, status, role }) => [name, status, role]),
      [
        ["thing_add", "", "request, answered by thing_add_reply"],
        ["thing_add_reply", "", "reply to thing_add"],
        ["thing_old", "deprecated, replaced by thing_add", "request, answered by thing_old_reply"],
        ["thing_old_reply", "deprecated, replaced by thing_add", "reply to thing_old"],
        ["thing_dump", "", "dump, answered by thing_details…"],
        ["thing_details", "", "details of thing_dump"],
      ],
    );
    assert.deepEqual(
      lines.filter(({ kind }) => kind !== "message").map(({ kind, name }) => `${kind} ${name}`),
      ["enum bits", "alias tag", "struct inner", "union either", "struct outer"],
    );
  });

  it("lists what is deprecated, in progress or replaced alone", async () => {
    const rows = JSON.parse(await api("ls", "--status", "--json"));
    assert.deepEqual(
      rows.map(({ name, status }: { name: string; status: string }) => [name, status]),
      ["thing_old", "thing_old_reply"].map((name) => [name, "deprecated, replaced by thing_add"]),
    );
    const { stderr } = await vppTs(["api", "show", "thing"], { env: { VPP_API_DIR: folder } });
    assert.equal(stderr, 'no message or type "thing", it is a module: vpp-ts api ls thing\n');
  });

  it("shows a message's fields as a tree, with where each stands and how long it is", async () => {
    const text = await api("show", "thing_add", "thing_details");
    assert.match(
      text,
      /^message thing_add {2}\(thing, crc [0-9a-f]{8}, size varies\)\nrequest, answered by /,
    );
    assert.match(text, /Adds a thing/);
    const rows = text
      .split("\n")
      .map((line) => line.replace(/ {2,}(?=\S)/g, (gap, at) => (at === 0 ? gap : " ")));
    for (const row of [
      "on bool 10 1 default true",
      "outer outer 11 -",
      "  either either 11 4",
      "    number u32 11 4",
      "    inner inner 11 3",
      "      bits bits 13 1",
      "  n u8 15 1 counts list",
      "  list inner[n] 16 -",
      "    x u16 0 2",
      "enumflag bits : u8",
      "  B 0x10",
      "pad u8[3] 6 3",
      "after u64 9 8",
      "name string[] 17 -",
    ]) {
      assert.ok(rows.includes(row), `${row}\n${rows.join("\n")}`);
    }
  });

  it("shows a type with what uses it, under either of its names, also as JSON", async () => {
    const inner = JSON.parse(await api("show", "vl_api_inner_t", "--json"));
    assert.deepEqual([inner.kind, inner.name, inner.size], ["struct", "inner", 3]);
    assert.deepEqual(inner.usedBy, { fields: ["either.inner", "outer.list"], messages: ["thing_add"] });
    assert.deepEqual(inner.enums, [{ name: "bits", base: "u8", flag: true, members: { A: 1, B: 16 } }]);
  });

  it("searches names, fields and members, and ends with 1 where nothing matches, with 2 for names there aren't", async () => {
    const found = JSON.parse(await api("search", "^(x|B|thing_o.*)$", "--json"));
    assert.deepEqual(found, [
      { kind: "message", name: "thing_old", module: "thing", match: "name" },
      { kind: "message", name: "thing_old_reply", module: "thing", match: "name" },
      { kind: "enum", name: "bits", module: "thing", match: "B" },
      { kind: "struct", name: "inner", module: "thing", match: "x" },
    ]);
    const env = { VPP_API_DIR: folder };
    const none = await vppTs(["api", "search", "nothing_here"], { env });
    assert.deepEqual(none, { status: 1, stdout: "", stderr: 'nothing matches "nothing_here"\n' });
    const unknown = await vppTs(["api", "show", "iner"], { env });
    assert.deepEqual(unknown, {
      status: 2,
      stdout: "",
      stderr: 'no message or type "iner", did you mean "inner"?\n',
    });
  });
});
