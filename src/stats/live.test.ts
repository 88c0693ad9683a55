import assert from "node:assert/strict";
import { mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { VppStatsError } from "../errors/index.ts";
import { loadLibc } from "../native/index.ts";
import { openStats } from "./open.ts";
import { type ServedSegment, serveSegment } from "./serve/index.ts";
import type { StatsSample } from "./watch.ts";

const native = await loadLibc().then(
  () => false as const,
  (error: unknown) => `native access: ${String(error)}`,
);
const folder = mkdtempSync(join(tmpdir(), "vpp-ts-stats-"));
after(() => rmSync(folder, { recursive: true }));
let sockets = 0;

async function serve(): Promise<ServedSegment & Disposable> {
  const served = await serveSegment(join(folder, `${sockets++}.sock`), 1 << 20);
  return Object.assign(served, { [Symbol.dispose]: () => served.close() });
}

const reason = (wanted: string) => (error: unknown) =>
  error instanceof VppStatsError && error.reason === wanted;

describe("a live segment", { skip: native }, () => {
  for (const access of ["map", "read", "proc"] as const) {
    it(`is followed through its changes by access "${access}"`, async () => {
      using vpp = await serve();
      const { writer } = vpp;
      assert.equal(statSync(vpp.path).mode & 0o777, 0o600);
      writer.simple("/if/drops", [[1, 2]]);
      writer.names("/if/names", ["local0", "loop0"]);
      using stats = await openStats({ socket: vpp.path, access });
      assert.equal(stats.access, access);
      const query = stats.prepare("/if/");
      const drops = () => {
        const value = query.read().get("/if/drops");
        return value?.kind === "simple" ? value.toJSON() : null;
      };
      assert.deepEqual(drops(), [[1, 2]]);
      writer.count("/if/drops", 0, 1, 3);
      assert.deepEqual(drops(), [[1, 3]], "a counter's new value");
      assert.equal(query.read(), query.read(), "the same snapshot while the structure stays");
      writer.simple("/if/drops", [
        [5, 6, 7],
        [1, 1, 1],
      ]);
      assert.deepEqual(drops(), [
        [5, 6, 7],
        [1, 1, 1],
      ]);
      writer.remove("/if/drops");
      assert.equal(drops(), null);
      writer.simple("/if/drops", [[9]]);
      assert.deepEqual(drops(), [[9]]);
    });
  }

  it("keeps snapshots as they were", async () => {
    using vpp = await serve();
    vpp.writer.simple("/c", [[1]]);
    using stats = await openStats({ socket: vpp.path });
    const before = stats.snapshot("/c");
    vpp.writer.count("/c", 0, 0, 2);
    const now = stats.snapshot("/c");
    assert.deepEqual([before.toJSON(), now.toJSON()], [{ "/c": [[1]] }, { "/c": [[2]] }]);
  });

  it("sees vectors that grow in place, and rows that change, without a new epoch", async () => {
    using vpp = await serve();
    const { writer } = vpp;
    writer.simple("/c", [[1, 2]]);
    writer.simple("/d", [[8, 9]]);
    writer.symlink("/link", "/c", 0);
    using stats = await openStats({ socket: vpp.path });
    const [query, links] = [stats.prepare({ exact: "/c" }), stats.prepare({ prefix: "/link" })];
    query.read();
    links.read();
    const { epoch } = writer;
    const { memory } = writer;
    const directory = memory.getPointer(32);
    const row = memory.getPointer(memory.getPointer(directory + 8));
    memory.setLength(row, 3);
    memory.setU64(row + 16, 77);
    assert.deepEqual(query.read().toJSON(), { "/c": [[1, 2, 77]] });
    // vlib_stats_rename_symlink writes the name only.
    memory.bytes.write("/linked\0", directory + 2 * 144 + 16, "latin1");
    assert.deepEqual(links.read().toJSON(), { "/linked": [1] });
    assert.deepEqual(stats.get("/linked", "simple-column").sum(), 1);
    // The symlink's row is used for another.
    memory.setU64(directory + 2 * 144 + 8, 1n | (1n << 32n));
    assert.deepEqual(links.read().toJSON(), { "/linked": [9] });
    assert.equal(writer.epoch, epoch);
  });

  it("waits for a change to end, but not for ever", async () => {
    using vpp = await serve();
    vpp.writer.simple("/c", [[1]]);
    using stats = await openStats({ socket: vpp.path, patience: 20 });
    vpp.writer.change(() => assert.throws(() => stats.get("/c"), reason("busy")));
    assert.equal(stats.get("/c", "simple").sum(), 1);
  });

  it("leaks no descriptor over 1,000 opens", async () => {
    using vpp = await serve();
    const count = () => readdirSync("/proc/self/fd").length;
    (await openStats({ socket: vpp.path })).close();
    const before = count();
    for (let i = 0; i < 1000; i++) {
      using stats = await openStats({ socket: vpp.path, access: i % 2 === 0 ? "map" : "read" });
      assert.equal(stats.ls().length, 0);
    }
    // Fewer is no leak: Node closes descriptors of its own when it likes.
    const after = count();
    assert.ok(after <= before, `${after} descriptors, ${before} before`);
    assert.equal(vpp.served, 1001);
  });

  it("says what each way failed of", async () => {
    const socket = join(folder, "nobody.sock");
    await assert.rejects(openStats({ socket }), (error) => {
      assert.ok(error instanceof VppStatsError && error.reason === "unavailable");
      assert.match(error.message, /map: connect: ENOENT.*; read: connect: ENOENT.*; proc: nobody listens/);
      return true;
    });
    await assert.rejects(openStats({ socket, access: "proc" }), reason("unavailable"));
    await assert.rejects(openStats({ socket, file: "/dev/null" }), reason("unavailable"));
  });

  it("opens recordings and descriptors", async () => {
    using vpp = await serve();
    vpp.writer.simple("/c", [[4]]);
    const file = join(folder, "recording");
    writeFileSync(file, vpp.writer.toBytes());
    using recorded = await openStats({ file });
    using given = await openStats({ fd: openSync(file, "r") });
    assert.deepEqual([recorded.get("/c")?.toJSON(), given.get("/c")?.toJSON()], [[[4]], [[4]]]);
    assert.deepEqual([recorded.access, given.access], ["recording", "read"]);
    await assert.rejects(openStats({ file: join(folder, "none") }), reason("unavailable"));
  });

  it("notices that VPP went away, and follows its successor", async () => {
    const first = await serve();
    first.writer.simple("/c", [[1]]);
    using stats = await openStats({ socket: first.path });
    const query = stats.prepare("/c");
    assert.deepEqual(query.read().toJSON(), { "/c": [[1]] });
    first.close();
    await sleep(300);
    assert.throws(() => query.read(), reason("lost"));
    assert.equal(stats.alive, false);
    const second = await serveSegment(first.path, 1 << 20);
    second.writer.simple("/c", [[2, 2]]);
    await stats.ready({ timeout: 5000 });
    assert.deepEqual(query.read().toJSON(), { "/c": [[2, 2]] });
    assert.equal(stats.restarts, 1);
    second.close();
  });

  it("notices that one went away right after opening, by the list of listeners alone", async () => {
    // An abstract name has no file that would tell.
    const served = await serveSegment(`abstract:vpp-ts-${process.pid}`, 1 << 20);
    using stats = await openStats({ socket: served.path });
    served.close();
    await sleep(1100);
    assert.throws(() => stats.snapshot([]), reason("lost"));
  });
});

describe("rings", { skip: native }, () => {
  const entry = (n: number) => Uint8Array.of(n, 0, 0, 0);
  const firsts = (entries: readonly Uint8Array[]) => entries.map((e) => e[0]);

  it("are read from the oldest entry, then on; what was overwritten is counted", async () => {
    using vpp = await serve();
    const ring = vpp.writer.ring("/r", {
      entrySize: 4,
      ringSize: 4,
      threads: 2,
      schema: "x = uint",
      schemaVersion: 3,
    });
    using stats = await openStats({ socket: vpp.path });
    const reader = stats.ring("/r");
    assert.deepEqual(reader.read(), { entries: [], lost: 0 });
    for (let n = 1; n <= 3; n++) ring.produce(entry(n));
    assert.deepEqual(firsts(reader.read().entries), [1, 2, 3]);
    for (let n = 4; n <= 9; n++) ring.produce(entry(n));
    const late = reader.read();
    assert.deepEqual([firsts(late.entries), late.lost], [[6, 7, 8, 9], 2]);
    assert.deepEqual(reader.read().entries, []);
    assert.deepEqual(firsts(stats.ring("/r").read().entries), [6, 7, 8, 9], "a reader that starts later");
    ring.produce(entry(50), 1);
    assert.deepEqual(firsts(reader.read(1).entries), [50]);
    assert.throws(() => reader.read(2), reason("not-found"));
    assert.deepEqual([reader.schema()!.version, reader.schema(1)!.text], [3, "x = uint"]);
    const { entrySize, ringSize, threads } = stats.get("/r", "ring");
    assert.deepEqual([entrySize, ringSize, threads], [4, 4, 2]);
  });

  it("can be polled", async () => {
    using vpp = await serve();
    const ring = vpp.writer.ring("/r", { entrySize: 4, ringSize: 4 });
    using stats = await openStats({ socket: vpp.path });
    const abort = new AbortController();
    setTimeout(() => ring.produce(entry(1)), 20);
    const seen: (number | undefined)[] = [];
    await assert.rejects(async () => {
      for await (const read of stats.ring("/r").poll({ interval: 1, signal: abort.signal })) {
        seen.push(...firsts(read.entries));
        abort.abort();
      }
    });
    assert.deepEqual(seen, [1]);
    assert.equal(stats.ring("/r").schema(), null);
  });
});

describe("watch", { skip: native }, () => {
  it("gives rates by the time between the copies, null where they can't be known", async () => {
    using vpp = await serve();
    const { writer } = vpp;
    writer.simple("/c", [[100, 100]]);
    writer.combined("/if/rx", [[[0, 0]], [[10, 10]]]);
    using stats = await openStats({ socket: vpp.path });
    const samples: StatsSample[] = [];
    for await (const sample of stats.watch(["/c", "/if"], { interval: 20 })) {
      samples.push(sample);
      if (samples.length === 1) {
        writer.count("/c", 0, 0, 150);
        writer.count("/c", 0, 1, 50);
        writer.count("/if/rx", 1, 0, 20, 1010);
      }
      if (samples.length === 2) writer.simple("/c", [[151, 51, 7]]);
      if (samples.length === 3) break;
    }
    const [first, second, third] = samples as [StatsSample, StatsSample, StatsSample];
    assert.equal(first.seconds, null);
    const seconds = second.seconds!;
    const c = second.rate("/c");
    assert.ok(c?.kind === "simple" && first.rate("/c")?.kind === "simple");
    assert.deepEqual([c.at(0, 0), c.at(0, 1), c.sum()], [50 / seconds, null, null]);
    const rx = second.rate("/if/rx");
    assert.ok(rx?.kind === "combined");
    assert.deepEqual(rx.at(1, 0), { packets: 10 / seconds, bytes: 1000 / seconds });
    assert.deepEqual(rx.sum(0), { packets: 10 / seconds, bytes: 1000 / seconds });
    const grown = third.rate("/c");
    assert.ok(grown?.kind === "simple");
    assert.deepEqual([grown.at(0, 0), grown.at(0, 2)], [1 / third.seconds!, null]);
    assert.equal(second.rate("/none"), undefined);
  });

  it("compares what VPP's collector writes over VPP's own time", async () => {
    using vpp = await serve();
    const { writer } = vpp;
    writer.scalar("/sys/heartbeat", 1);
    writer.scalar("/sys/last_update", 100);
    writer.simple("/sys/node/calls", [[1000]]);
    using stats = await openStats({ socket: vpp.path });
    const rates: unknown[] = [];
    for await (const sample of stats.watch("/sys/node/", { interval: 5 })) {
      const rate = sample.rate("/sys/node/calls");
      rates.push(rate?.kind === "simple" ? rate.sum() : rate);
      if (rates.length === 2) {
        writer.count("/sys/node/calls", 0, 0, 1500);
        writer.scalar("/sys/last_update", 110);
        writer.scalar("/sys/heartbeat", 2);
      }
      if (rates.length === 4) break;
    }
    assert.deepEqual(rates, [null, null, 50, 50]);
  });

  it("goes on over a restart, and says so", async () => {
    const first = await serve();
    first.writer.simple("/c", [[1]]);
    using stats = await openStats({ socket: first.path });
    const seen: [boolean, unknown][] = [];
    let second: ServedSegment | undefined;
    for await (const sample of stats.watch("/c", { interval: 300 })) {
      seen.push([sample.restarted, sample.snapshot.get("/c")?.toJSON()]);
      if (seen.length === 1) {
        first.close();
        second = await serveSegment(first.path, 1 << 20);
        second.writer.simple("/c", [[2]]);
      }
      if (seen.length === 3) break;
    }
    assert.deepEqual(seen, [
      [false, [[1]]],
      [true, [[2]]],
      [false, [[2]]],
    ]);
    second!.close();
  });

  it("ends when the signal says so", async () => {
    using vpp = await serve();
    using stats = await openStats({ socket: vpp.path });
    const abort = new AbortController();
    let count = 0;
    for await (const _ of stats.watch([], { interval: 1, signal: abort.signal }))
      if (++count === 2) abort.abort();
    assert.equal(count, 2);
  });
});
