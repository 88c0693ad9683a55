import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { apiDiff } from "./api-diff.ts";
import { exitCodeOf } from "./exit-code.ts";

const OLD = `
enum color : u8 { RED = 0, GREEN = 1, };
typedef inner { u8 a; u16 b; };
typedef outer { vl_api_inner_t inner; u32 c; };
autoreply define same { u32 client_index; u32 context; };
autoreply define gone { u32 client_index; u32 context; };
autoreply define grown { u32 client_index; u32 context; u32 x; string name[8]; vl_api_color_t color; };
autoreply define deep { u32 client_index; u32 context; u8 n; vl_api_outer_t list[n]; };
autoreply define swapped { u32 client_index; u32 context; u32 p; u32 q; u32 r; };
define thing_dump { u32 client_index; u32 context; };
define thing_details { u32 context; u32 x; };
service { rpc want_things returns want_things_reply events thing_event; };
autoreply define want_things { u32 client_index; u32 context; u32 enable_disable; };
define thing_event { u32 client_index; u32 x; };
`;
const NEW = `
enum color : u8 { RED = 0, GREEN = 2, BLUE = 3, };
typedef inner { u8 a; u32 b; };
typedef outer { vl_api_inner_t inner; u32 c; };
typedef more { u8 y; };
autoreply define same { option deprecated; u32 client_index; u32 context; };
autoreply define grown { u32 client_index; u32 context; u64 x; vl_api_color_t color; vl_api_more_t more; };
autoreply define deep { u32 client_index; u32 context; u8 n; vl_api_outer_t list[n]; };
autoreply define swapped { u32 client_index; u32 context; u32 r; u32 p; u32 q; };
define thing_dump { u32 client_index; u32 context; };
define thing_details { u32 context; u64 x; };
service { rpc want_things returns want_things_reply events thing_event; };
autoreply define want_things { u32 client_index; u32 context; u32 enable_disable; };
define thing_event { u32 client_index; u64 x; };
autoreply define fresh { u32 client_index; u32 context; };
`;

describe("api diff", () => {
  let folder = "";
  const at = (name: string) => join(folder, name);
  const run = (before: string, after: string, format?: "json") =>
    apiDiff({ before: at(before), after: at(after), ...(format === undefined ? {} : { format }) });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-diff-"));
    writeFileSync(at("old.api"), OLD);
    writeFileSync(at("new.api"), NEW);
    writeFileSync(at("more.api"), `${OLD}autoreply define fresh { u32 client_index; u32 context; };`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("tells what came, went and changed", async () => {
    const { diff, exitCode } = await run("old.api", "new.api");
    assert.deepEqual(
      diff.added.map(({ name }) => name),
      ["fresh", "fresh_reply"],
    );
    assert.deepEqual(
      diff.removed.map(({ name }) => name),
      ["gone", "gone_reply"],
    );
    assert.deepEqual(
      diff.changed.map(({ name }) => name),
      ["deep", "grown", "swapped", "thing_details", "thing_event"],
    );
    assert.deepEqual(diff.deprecated, ["same", "same_reply"]);
    assert.deepEqual([diff.compatible, exitCode], [false, 1]);
  });

  test("shows each field that differs, once, wherever it lies", async () => {
    const { diff } = await run("old.api", "new.api");
    const fields = (name: string) => diff.changed.find((message) => message.name === name)?.fields;
    assert.deepEqual(fields("grown"), [
      { kind: "removed", path: "name", from: "string[8]" },
      { kind: "added", path: "color=BLUE", to: "3" },
      { kind: "added", path: "more", to: "more" },
      { kind: "changed", path: "x", from: "u32", to: "u64" },
      { kind: "changed", path: "color=GREEN", from: "1", to: "2" },
    ]);
    assert.deepEqual(fields("deep"), [{ kind: "changed", path: "list[].inner.b", from: "u16", to: "u32" }]);
    assert.deepEqual(fields("swapped"), [{ kind: "moved", path: "r" }]);
  });

  test("lists what a client built for the old one can't use any more", async () => {
    const { diff } = await run("old.api", "new.api");
    assert.deepEqual(diff.broken, [
      { name: "deep", kind: "request", missing: [], changed: ["deep"] },
      { name: "gone", kind: "request", missing: ["gone", "gone_reply"], changed: [] },
      { name: "grown", kind: "request", missing: [], changed: ["grown"] },
      { name: "swapped", kind: "request", missing: [], changed: ["swapped"] },
      { name: "thing_dump", kind: "dump", missing: [], changed: ["thing_details"] },
      { name: "thing_event", kind: "event", missing: [], changed: ["thing_event"] },
    ]);
  });

  test("can't compare what isn't there, which is no difference", async () => {
    const missing = await run("old.api", "nowhere").catch((error: unknown) => exitCodeOf(error));
    assert.equal(missing, 2);
  });

  test("is content with what was only added", async () => {
    const { diff, text, exitCode } = await run("old.api", "more.api");
    assert.deepEqual([diff.compatible, diff.broken, exitCode], [true, [], 0]);
    assert.match(text, /^2 messages added\n {2}\+ fresh [0-9a-f]{8} \(more\)\n/);
    assert.match(text, /Compatible: a client built for the old API works as it is\.\n$/);
    assert.equal((await run("old.api", "old.api")).text, "The messages are the same.\n");
  });

  test("prints text for people and JSON for programs", async () => {
    const { text } = await run("old.api", "new.api");
    assert.match(text, / {2}~ grown [0-9a-f]{8} -> [0-9a-f]{8} \(old\)\n {6}- name: string\[8\]\n/);
    assert.match(text, / {2}x thing_dump \(dump\) changed: thing_details\n/);
    assert.match(text, /Not compatible: .*\n$/);
    const json = await run("old.api", "new.api", "json");
    assert.deepEqual(JSON.parse(json.text), json.diff);
  });

  test("refuses what isn't there", async () => {
    await assert.rejects(run("old.api", "none.api"), /none\.api: no such file or folder/);
  });
});
