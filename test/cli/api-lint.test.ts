import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { vppTs } from "../support/cli.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";

const folder = mkdtempSync(join(tmpdir(), "vpp-ts-api-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const env = { VPP_API_DIR: "", VPP_API_SOCKET: join(folder, "nobody") };

describe("vpp-ts api lint", () => {
  const file = join(folder, "m.api");
  const bad = `define a { u32 client_index; u32 context; };
define a_reply { u32 context; u32 retval; };
`;

  it("shows findings with their places, and ends with 1 where one is an error", async () => {
    writeFileSync(file, bad);
    const ran = await vppTs(["api", "lint", file, "--ndjson"], { env });
    assert.deepEqual([ran.status, ran.stderr], [1, "1 error, 2 warnings\n"]);
    const rows = ran.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      rows.map(({ level, rule, where }) => [level, rule, where]),
      [
        ["warning", "no-version", file],
        ["warning", "no-comment", `${file}:1:8`],
        ["error", "retval-type", `${file}:2:8`],
      ].sort(
        (a, b) => rows.findIndex(({ rule }) => rule === a[1]) - rows.findIndex(({ rule }) => rule === b[1]),
      ),
    );
    const errors = await vppTs(["api", "lint", file, "--level", "error"], { env });
    assert.equal(errors.status, 1);
    assert.match(errors.stdout, /retval-type/);
    assert.doesNotMatch(errors.stdout, /no-version/);
  });

  it("ends with 0 where there are none, or warnings alone", async () => {
    writeFileSync(file, bad.replace("u32 retval", "i32 retval"));
    const warned = await vppTs(["api", "lint", file], { env });
    assert.deepEqual([warned.status, warned.stderr], [0, ""]);
    assert.match(warned.stdout, /no-comment/);
    assert.deepEqual(await vppTs(["api", "lint", file, "--level", "error"], { env }), {
      status: 0,
      stdout: "",
      stderr: "",
    });
    const json = await vppTs(["api", "lint", file, "--level", "error", "--json"], { env });
    assert.deepEqual([json.status, json.stdout], [0, "[]\n"]);
  });

  it("ends with 1 for a file that doesn't compile, naming the place", async () => {
    writeFileSync(file, "define a { u8 };\n");
    const ran = await vppTs(["api", "lint", file], { env });
    assert.deepEqual([ran.status, ran.stdout], [1, ""]);
    assert.match(ran.stderr, /m\.api:1:\d+: /);
  });

  it("knows what is wrong with VPP 26.06", { skip: skipWithoutShared }, async () => {
    const ran = await vppTs(["api", "lint", sharedPath("vpp-26.06-api"), "--level", "error", "--json"], {
      env,
    });
    assert.equal(ran.status, 1);
    const found: { rule: string; name: string }[] = JSON.parse(ran.stdout);
    assert.deepEqual(found.map(({ rule, name }) => `${rule} ${name}`).sort(), [
      "dump-as-events gre_tunnel_dump_v2",
      "retval-type get_f64_endian_value_reply",
      "retval-type get_f64_increment_by_one_reply",
    ]);
  });
});

describe("vpp-ts api export", () => {
  const out = join(folder, "a", "out");

  it("writes what a VPP serves, which reads back the same", async () => {
    await using sim = await Simulator.start();
    const ran = await vppTs(["api", "export", out, "--socket", sim.socket], { env });
    const names = readdirSync(out);
    assert.deepEqual(ran, { status: 0, stdout: `${out}: ${names.length} modules\n`, stderr: "" });
    assert.ok(names.includes("interface.api.json") && names.includes("ip.api.json"));

    const diff = await vppTs(["api", "diff", out, sim.socket, "--json"], { env });
    const { compatible, added, removed, changed } = JSON.parse(diff.stdout);
    assert.deepEqual([compatible, removed, changed], [true, [], []]);
    // VPP doesn't serve the messages that make a session; whoever connects has them.
    assert.ok(added.every(({ module }: { module: string }) => module === "memclnt"));

    // From the files, to files: the same bytes.
    const again = join(folder, "again");
    assert.equal((await vppTs(["api", "export", again, "--api", out], { env })).status, 0);
    assert.deepEqual(readdirSync(again), names);
    for (const name of names) {
      assert.equal(readFileSync(join(again, name), "utf8"), readFileSync(join(out, name), "utf8"));
    }
    const called = await vppTs(["call", "show_version", "--api", out, "--socket", sim.socket], { env });
    assert.equal(called.status, 0);
  });

  it("replaces what was exported before, and nothing else", async () => {
    writeFileSync(join(out, "gone.api.json"), "{}");
    const from = join(folder, "again");
    assert.equal((await vppTs(["api", "export", out, "--api", from], { env })).status, 0);
    assert.deepEqual(readdirSync(out), readdirSync(from));
    assert.deepEqual(readdirSync(join(folder, "a")), ["out"]);

    writeFileSync(join(out, "notes.txt"), "mine");
    const kept = readdirSync(out);
    const refused = await vppTs(["api", "export", out, "--api", from], { env });
    assert.deepEqual([refused.status, refused.stdout], [2, ""]);
    assert.match(refused.stderr, /notes\.txt: is no \.api\.json/);
    assert.deepEqual(readdirSync(out), kept);
    assert.deepEqual(readdirSync(join(folder, "a")), ["out"]);
  });

  it("leaves nothing where it fails", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const nobody = await vppTs(["api", "export", join(folder, "none")], { env });
    assert.equal(nobody.status, 3);
    assert.ok(!existsSync(join(folder, "none")));
    const filled = await vppTs(["api", "export", empty, "--api", join(folder, "again")], { env });
    assert.equal(filled.status, 0);
    assert.equal(readdirSync(empty).length, readdirSync(join(folder, "again")).length);
    const file = await vppTs(["api", "export", join(folder, "m.api"), "--api", join(folder, "again")], {
      env,
    });
    assert.equal(file.status, 1);
    assert.match(file.stderr, /: not a directory/);
  });
});
