import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VppStatsError } from "../errors/index.ts";
import { openStats } from "./open.ts";
import { SegmentWriter } from "./serve/index.ts";

const MAX = 0xffff_ffff_ffff_ffffn;

function sample(): SegmentWriter {
  const w = new SegmentWriter(new ArrayBuffer(1 << 18));
  w.scalar("/sys/heartbeat", 7);
  w.gauge("/buffer-pools/default-numa-0/used", MAX);
  w.gauge("/buffer-pools/default-numa-0/cached", 3);
  w.simple("/if/drops", [
    [1, 2, 3],
    [10, 20],
  ]);
  w.combined("/if/rx", [
    [
      [1, 100],
      [2, 200],
    ],
    [
      [MAX, MAX],
      [5, 2n ** 53n],
    ],
  ]);
  w.names("/if/names", ["local0", "loop0", null, "loop0.100", "deleted"]);
  w.symlink("/interfaces/loop0/drops", "/if/drops", 1);
  w.symlink("/interfaces/loop0/rx", "/if/rx", 1);
  w.symlink("/broken/column", "/if/rx", 99);
  w.symlink("/broken/kind", "/sys/heartbeat", 0);
  w.histogram("/latency", [[3, 1, 2, MAX], []]);
  w.entry(42, "/new/type", 5);
  w.ring("/ring", { entrySize: 8, ringSize: 4, schema: "s", schemaVersion: 2 });
  w.simple("/gone", [[1]]);
  w.remove("/gone");
  return w;
}

const open = (w: SegmentWriter) => openStats({ bytes: w.toBytes(), patience: 1 });
const rejectsWith = (reason: string) => (error: unknown) =>
  error instanceof VppStatsError && error.reason === reason;

describe("a segment of our own", () => {
  it("lists every kind, and no free slot", async () => {
    using stats = await open(sample());
    const kinds = Object.fromEntries(stats.ls().map((e) => [e.name, e.kind]));
    assert.equal(kinds["/new/type"], "unknown");
    assert.equal(kinds["/gone"], undefined);
    assert.deepEqual(
      new Set(Object.values(kinds)),
      new Set(["scalar", "gauge", "simple", "combined", "names", "symlink", "histogram", "ring", "unknown"]),
    );
    assert.deepEqual(stats.ls("/interfaces/loop0/rx")[0]!.link, { target: "/if/rx", column: 1 });
  });

  it("reads simple counters by thread and index, with sums", async () => {
    using stats = await open(sample());
    const drops = stats.get("/if/drops", "simple");
    assert.deepEqual([drops.threads, drops.width, drops.length(1)], [2, 3, 2]);
    assert.deepEqual([drops.at(0, 2), drops.at(1, 2), drops.at(9, 0), drops.at(0, -1)], [3, 0, 0, 0]);
    assert.deepEqual([drops.sum(1), drops.sum(), drops.sum(9)], [22, 36, 0]);
    assert.deepEqual(drops.toJSON(), [
      [1, 2, 3],
      [10, 20],
    ]);
  });

  it("reads combined counters of 64 bits without loss", async () => {
    using stats = await open(sample());
    const rx = stats.get("/if/rx", "combined");
    assert.deepEqual(rx.at(1, 0), { packets: MAX, bytes: MAX });
    assert.deepEqual(rx.sum(0), { packets: MAX + 1n, bytes: MAX + 100n });
    assert.deepEqual(rx.sum(1), { packets: 7, bytes: 2n ** 53n + 200n });
    assert.deepEqual(rx.sum(), { packets: MAX + 8n, bytes: MAX + 2n ** 53n + 300n });
    assert.deepEqual(rx.toJSON()[1], [
      [MAX.toString(), MAX.toString()],
      [5, (2n ** 53n).toString()],
    ]);
  });

  it("follows symlinks to counters, and shows others as they are", async () => {
    using stats = await open(sample());
    const rx = stats.get("/interfaces/loop0/rx", "combined-column");
    assert.deepEqual([rx.target, rx.column, rx.threads], ["/if/rx", 1, 2]);
    assert.deepEqual(rx.sum(), { packets: 7, bytes: 2n ** 53n + 200n });
    const drops = stats.get("/interfaces/loop0/drops", "simple-column");
    assert.deepEqual([drops.at(0), drops.at(1), drops.sum(), drops.toJSON()], [2, 20, 22, [2, 20]]);
    assert.equal(stats.get("/broken/column")!.kind, "symlink");
    assert.equal(stats.get("/broken/kind", "symlink").target, "/sys/heartbeat");
  });

  it("reads numbers, names with holes, histograms, unknown types", async () => {
    using stats = await open(sample());
    assert.equal(stats.get("/sys/heartbeat", "scalar").value, 7);
    assert.equal(stats.get("/buffer-pools/default-numa-0/used", "gauge").value, MAX);
    assert.deepEqual(stats.get("/if/names", "names").values, [
      "local0",
      "loop0",
      null,
      "loop0.100",
      "deleted",
    ]);
    const histogram = stats.get("/latency", "histogram");
    assert.equal(histogram.minExponent(0), 3);
    assert.deepEqual(histogram.buckets(0), [
      { low: 0, high: 16, count: 1 },
      { low: 16, high: 32, count: 2 },
      { low: 32, high: null, count: MAX },
    ]);
    assert.deepEqual([histogram.sum(), histogram.counts(1)], [MAX + 3n, []]);
    assert.deepEqual(
      { ...stats.get("/new/type", "unknown"), toJSON: null },
      { kind: "unknown", name: "/new/type", type: 42, raw: 5, toJSON: null },
    );
  });

  it("says what is missing, and what is of another kind", async () => {
    using stats = await open(sample());
    assert.equal(stats.get("/nothing"), undefined);
    assert.throws(() => stats.get("/nothing", "simple"), rejectsWith("not-found"));
    assert.throws(() => stats.get("/if/rx", "simple"), rejectsWith("kind"));
    assert.throws(() => stats.ring("/if/rx"), rejectsWith("kind"));
    stats.close();
    assert.throws(() => stats.snapshot(), rejectsWith("closed"));
    await assert.rejects(stats.ready(), rejectsWith("closed"));
  });

  it("knows interfaces and sub-interfaces by name", async () => {
    using stats = await open(sample());
    assert.deepEqual(
      stats.interfaces().map((i) => [i.sw_if_index, i.name, i.parent]),
      [
        [0, "local0", null],
        [1, "loop0", null],
        [3, "loop0.100", { name: "loop0", sub_id: 100 }],
      ],
    );
    assert.equal(stats.interface("loop0")!.drops, 22);
    assert.deepEqual(stats.interface("loop0.100")!.rx, { packets: 0, bytes: 0 });
    assert.deepEqual(stats.buffers(), [{ name: "default-numa-0", used: MAX, cached: 3, available: 0 }]);
  });

  it("values read before stay after close", async () => {
    const stats = await open(sample());
    const snapshot = stats.snapshot("/if/");
    stats.close();
    const drops = snapshot.get("/if/drops");
    assert.equal(drops?.kind === "simple" && drops.sum(), 36);
  });
});

describe("a segment that makes no sense", () => {
  const spoil = (change: (w: SegmentWriter) => void) => {
    const w = sample();
    change(w);
    return open(w);
  };

  it("refuses other versions and files that are too short", async () => {
    await assert.rejects(
      spoil((w) => w.memory.setU64(0, 3)),
      rejectsWith("invalid"),
    );
    await assert.rejects(openStats({ bytes: new Uint8Array(39) }), rejectsWith("invalid"));
    await assert.rejects(openStats({ bytes: new Uint8Array(64) }), rejectsWith("invalid"));
  });

  it("refuses pointers and lengths that lead outside", async () => {
    for (const pointer of [1n, MAX, 0x7f00_0000_0000n + (1n << 18n), 0x7f00_0000_0000n + 8n]) {
      using stats = await spoil((w) => w.memory.setU64(32, pointer));
      assert.throws(() => stats.ls(), rejectsWith("invalid"), `directory at ${pointer}`);
    }
    using stats = await spoil((w) => w.memory.setLength(w.memory.getPointer(32), 0xffff_ffff));
    assert.throws(() => stats.snapshot(), rejectsWith("invalid"));
  });

  it("gives up on a change that never ends", async () => {
    using stats = await spoil((w) => w.memory.setU64(24, 1));
    assert.throws(() => stats.ls(), rejectsWith("busy"));
  });

  it("reads what is whole beside an entry that is not", async () => {
    using stats = await spoil((w) => w.entry(2, "/bad", 12345));
    assert.equal(stats.get("/if/drops", "simple").sum(), 36);
    assert.throws(() => stats.get("/bad"), rejectsWith("invalid"));
  });
});
