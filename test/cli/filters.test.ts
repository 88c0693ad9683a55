import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { startVppTs, vppTs } from "../support/cli.ts";
import { readVectors, skipWithoutShared } from "../support/shared.ts";

const ndjson = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

describe("vpp-ts encode and decode, bytes made by VPP's own Python client", {
  skip: skipWithoutShared,
}, () => {
  const vectors = readVectors();

  it("encodes every line, and decodes it back", async () => {
    const encoded = await vppTs(["encode"], { input: ndjson(vectors) });
    assert.deepEqual([encoded.stderr, encoded.status], ["", 0]);
    assert.equal(encoded.stdout, vectors.map(({ hex }) => `${hex}\n`).join(""));

    const input = ndjson(vectors.map(({ message, hex }) => ({ message, hex })));
    const decoded = await vppTs(["decode"], { input });
    assert.deepEqual([decoded.stderr, decoded.status], ["", 0]);
    const lines = decoded.stdout.trimEnd().split("\n");
    assert.equal(lines.length, vectors.length);
    for (const [i, { message, fields, exact }] of vectors.entries()) {
      // The material's own order of fields isn't the definition's everywhere.
      if (exact) assert.deepEqual(JSON.parse(lines[i] ?? ""), { message, fields });
    }

    const again = await vppTs(["encode"], { input: decoded.stdout });
    assert.deepEqual([again.stderr, again.status], ["", 0]);
    assert.equal(again.stdout, encoded.stdout);
  });
});

describe("vpp-ts encode and decode", () => {
  let folder = "";
  let api: string[] = [];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "vpp-ts-filters-"));
    writeFileSync(
      join(folder, "a.api"),
      `typedef path { u8 weight; };
       typedef route { u8 n_paths; vl_api_path_t paths[n_paths]; };
       autoreply define route_add { u32 client_index; u32 context; vl_api_route_t route; };\n`,
    );
    writeFileSync(join(folder, "b.api"), "autoreply define b { u32 client_index; u32 context; };\n");
    api = ["--api", join(folder, "a.api"), "--api", join(folder, "b.api")];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("writes what the lines before a wrong one gave, names its number and path, and skips blank lines", async () => {
    const good = '{"message":"route_add","fields":{"context":1,"route":{"paths":[{"weight":7}]}}}';
    const bad = '{"message":"route_add","fields":{"route":{"paths":[{"weight":7},{"weight":256}]}}}';
    const ran = await vppTs(["encode", ...api], {
      input: `${good}\r\n\n  \n{"message":"b"}\n${bad}\n${good}\n`,
    });
    assert.deepEqual(ran, {
      status: 1,
      stdout: "000000000000000000010107\n00000000000000000000\n",
      stderr: "line 5: route_add: route.paths[1].weight: expected a u8 (0 to 255), got 256\n",
    });
  });

  const wrong: [string, string, string, RegExp][] = [
    ["encode", "no JSON", "\n{oops\u001b[2J", /^line 2: not JSON: .*\n$/],
    ["encode", "no message", '{"fields":{}}', /^line 1: expected an object whose "message" is the name/],
    [
      "decode",
      "a message that there isn't",
      '{"message":"route_ad","hex":"00"}',
      /^line 1: no message "route_ad", did you mean "route_add"\?\n$/,
    ],
    [
      "decode",
      "an odd number of digits",
      '{"message":"b","hex":"0x000"}',
      /^line 1: b: hex: an odd number of digits \(3\)\n$/,
    ],
    [
      "decode",
      "digits that are none",
      '{"message":"b","hex":"0x00g0"}',
      /^line 1: b: hex: "g" at 4 is no hex digit\n$/,
    ],
    ["decode", "no hex", '{"message":"b"}', /^line 1: b: expected "hex", the payload/],
    ["decode", "too few bytes", '{"message":"b","hex":"0000"}', /^line 1: b: at byte 2: /],
  ];
  for (const [command, what, input, stderr] of wrong) {
    it(`${command}: refuses ${what} in one line`, async () => {
      const ran = await vppTs([command, ...api], { input });
      assert.deepEqual([ran.status, ran.stdout], [1, ""]);
      assert.match(ran.stderr, stderr);
      assert.doesNotMatch(ran.stderr, /[^\n]*\n./);
      assert.ok(!ran.stderr.includes("\u001b"));
    });
  }

  it("takes 0x, capitals and a last line without an end; VPP_API_DIR; ends with 2 without definitions", async () => {
    const input = '{"message":"b","hex":"0XFFFF0000000a0000000B"}';
    const decoded = await vppTs(["decode"], { input, env: { VPP_API_DIR: folder } });
    assert.deepEqual(decoded, {
      status: 0,
      stdout: '{"message":"b","fields":{"client_index":10,"context":11}}\n',
      stderr: "",
    });
    const none = await vppTs(["decode", "--api", join(folder, "none")], { input });
    assert.equal(none.status, 2);
    assert.match(none.stderr, /none: no such file or folder, [^\n]*\n$/);
  });

  it("answers what has arrived, and ends quietly when nobody reads any more", async () => {
    const child = startVppTs(["encode", ...api]);
    child.stdin.write('{"message":"b"}\n{"message":"b","fie');
    const [first] = await once(child.stdout, "data");
    assert.equal(first, "00000000000000000000\n");
    child.stdout.destroy();
    child.stdin.write(`lds":{}}\n${'{"message":"b"}\n'.repeat(100_000)}`);
    const { status, stderr } = await child.ended;
    assert.deepEqual([status, stderr], [0, ""]);
  });
});
