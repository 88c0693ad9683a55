import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { VppStatsError } from "../errors/index.ts";
import { SegmentWriter } from "../stats/serve/index.ts";
import { statsGet, statsLs, statsWatch } from "./stats.ts";

const folder = mkdtempSync(join(tmpdir(), "vpp-ts-cli-stats-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "segment");
const w = new SegmentWriter(new ArrayBuffer(1 << 16));
w.scalar("/sys/heartbeat", 5);
w.combined("/if/rx", [
  [
    [0, 0],
    [2, 340],
  ],
  [
    [0, 0],
    [1, 60],
  ],
]);
w.names("/if/names", ["local0", "loop0"]);
w.symlink("/interfaces/loop0/rx", "/if/rx", 1);
w.simple("/big", [[2n ** 60n]]);
writeFileSync(file, w.toBytes());

async function printed(run: (out: PassThrough) => Promise<void>): Promise<string> {
  const out = new PassThrough();
  await run(out);
  return String(out.read() ?? "");
}

describe("vpp-ts stats of a hostile segment", () => {
  it("writes nothing that a terminal obeys", async () => {
    const hostile = join(folder, "hostile");
    const segment = new SegmentWriter(new ArrayBuffer(1 << 16));
    segment.names("/if/names", ["\x1b[2J", "\x9b31m"]);
    segment.scalar("/a\x1b]0;title\x07", 1);
    writeFileSync(hostile, segment.toBytes());
    for (const json of [false, true]) {
      const command = { patterns: [], file: hostile, json };
      for (const run of [statsLs, statsGet]) {
        const text = await printed((out) => run(command, out));
        assert.ok(text.length > 10);
        assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}/u);
      }
    }
  });
});

describe("vpp-ts stats", () => {
  it("reads the file that is named, whatever the environment says of a socket", async () => {
    const text = await printed((out) => statsLs({ patterns: ["/big"], file, socket: "/no/such.sock" }, out));
    assert.equal(text, "simple    /big\n");
  });

  it("ls shows kinds and names", async () => {
    const text = await printed((out) => statsLs({ patterns: ["/i*/**"], file }, out));
    assert.equal(
      text,
      "combined  /if/rx\nnames     /if/names\nsymlink   /interfaces/loop0/rx -> /if/rx[1]\n",
    );
    const json: unknown = JSON.parse(
      await printed((out) => statsLs({ patterns: ["/sys"], file, json: true }, out)),
    );
    assert.deepEqual(json, [{ name: "/sys/heartbeat", kind: "scalar", link: null }]);
  });

  it("get --json gives the vectors' shapes", async () => {
    const json: unknown = JSON.parse(
      await printed((out) => statsGet({ patterns: [], file, json: true }, out)),
    );
    assert.deepEqual(json, {
      "/sys/heartbeat": 5,
      "/if/rx": [
        [
          [0, 0],
          [2, 340],
        ],
        [
          [0, 0],
          [1, 60],
        ],
      ],
      "/if/names": ["local0", "loop0"],
      "/interfaces/loop0/rx": [
        [2, 340],
        [1, 60],
      ],
      "/big": [["1152921504606846976"]],
    });
  });

  it("get shows sums and who has them", async () => {
    const text = await printed((out) => statsGet({ patterns: ["re:^/if/rx$"], file }, out));
    assert.match(text, /^\/if\/rx +3 packets 400 bytes\n +1 loop0 +3 packets 400 bytes\n$/);
    const all = await printed((out) => statsGet({ patterns: ["/if/rx"], file, all: true }, out));
    assert.match(all, /0 local0 +0 packets 0 bytes/);
  });

  it("get says when nothing matches, and what is no expression", async () => {
    const reason = (wanted: string) => (error: unknown) =>
      error instanceof VppStatsError && error.reason === wanted;
    await assert.rejects(statsGet({ patterns: ["/none"], file }), reason("not-found"));
    await assert.rejects(statsGet({ patterns: ["re:("], file }), reason("pattern"));
  });

  it("watch prints values and rates", async () => {
    const command = { patterns: ["/big"], file, interval: 0.001, count: 2 };
    const lines = (await printed((out) => statsWatch(command, out))).trimEnd().split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0]!, /^\/big +1152921504606846976 -\/s$/);
    assert.match(lines[1]!, /^\/big +1152921504606846976 0\.0\/s$/);
    const json = await printed((out) => statsWatch({ ...command, json: true, count: 1 }, out));
    assert.deepEqual(JSON.parse(json), {
      seconds: null,
      restarted: false,
      values: { "/big": [["1152921504606846976"]] },
      rates: { "/big": null },
    });
  });

  /** What a terminal of that size shows. */
  async function screen(patterns: readonly string[], rows: number, columns: number): Promise<string[]> {
    const text = await printed((out) =>
      statsWatch({ patterns, file, count: 1 }, Object.assign(out, { isTTY: true, rows, columns })),
    );
    assert.ok(text.startsWith("\x1b[H") && text.endsWith("\x1b[J"));
    return stripVTControlCharacters(text).split("\n").slice(0, -1);
  }

  it("watch keeps a table in place on a terminal, and says what didn't fit", async () => {
    assert.deepEqual(await screen(["/sys/**", "/if/*", "/big"], 24, 80), [
      "                              value  /s  bytes  /s",
      "/sys/heartbeat                    5   -",
      "/if/rx                            3   -    400   -",
      "/if/names                   2 names",
      "/big            1152921504606846976   -",
    ]);
    assert.deepEqual(await screen(["/if/rx"], 24, 80), [
      "        packets  /s  bytes  /s",
      "/if/rx        3   -    400   -",
    ]);
    assert.equal((await screen([], 5, 80)).at(-1), "… 3 more");
  });

  it("watch cuts names in a narrow terminal, where their family stands, and never its numbers", async () => {
    assert.deepEqual(await screen(["/interfaces/**", "/if/rx"], 24, 36), [
      "              packets  /s  bytes  /s",
      "/if/rx              3   -    400   -",
      "…es/loop0/rx        3   -    400   -",
    ]);
  });
});
