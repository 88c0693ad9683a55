// The stats reader on a real VPP. VPP_TS_SNAPSHOTS sets how many snapshots are taken under change (default 5,000).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { openStats, type Stats, type StatsSnapshot, VppStatsError } from "../../src/stats/index.ts";
import { skipWithoutVpp, startVpp, type Vpp, vppBinary } from "../support/vpp.ts";

const run = promisify(execFile);
const SNAPSHOTS = Number(process.env.VPP_TS_SNAPSHOTS ?? 5000);
const CHURN = fileURLToPath(new URL("../support/stats-churn.mjs", import.meta.url));

/** What `vpp_get_stats dump machine` prints, as the command line's JSON has it. */
async function vppGetStats(socket: string, pattern: string): Promise<Map<string, unknown>> {
  const tool = join(dirname(vppBinary()!), "vpp_get_stats");
  const { stdout } = await run(tool, ["socket-name", socket, "dump", "machine", pattern], {
    maxBuffer: 1 << 26,
  });
  const found = new Map<string, unknown>();
  for (const line of stdout.split("\n")) {
    const match = /^(\d+):(.*):(\/.*)$/.exec(line);
    if (match === null) continue;
    const [type, values, name] = [Number(match[1]), match[2]!.split(":"), match[3]!];
    if (type === 2 || type === 3) {
      const [index, thread, ...counts] = values.map(Number) as [number, number, ...number[]];
      const rows = (found.get(name) ?? []) as unknown[][];
      rows[thread] ??= [];
      rows[thread][index] = type === 2 ? counts[0] : counts;
      found.set(name, rows);
    } else if (type === 4) {
      const names = (found.get(name) ?? []) as string[];
      names[Number(values[0])] = values[1]!;
      found.set(name, names);
    } else {
      found.set(name, Number(values[0]));
    }
  }
  return found;
}

/** Each interface's symlinks must lead to the column that the names call by its name: across VPP's changes they would not. */
function checkWhole(snapshot: StatsSnapshot): void {
  const names = snapshot.get("/if/names");
  assert.ok(names?.kind === "names");
  const linked = new Map<string, number>();
  for (const value of snapshot) {
    if (value.kind === "simple" || value.kind === "combined") {
      assert.ok(value.width >= names.values.length, `${value.name} has ${value.width} columns`);
    }
    if (value.kind !== "simple-column" && value.kind !== "combined-column") continue;
    const [, , itf, counter] = value.name.split("/");
    assert.equal(value.target, `/if/${counter}`, value.name);
    assert.equal(names.values[value.column], itf, value.name);
    linked.set(itf!, (linked.get(itf!) ?? 0) + 1);
  }
  const present = names.values.filter((name) => name !== null && name !== "deleted");
  assert.deepEqual([...linked.keys()].sort(), [...present].sort());
  for (const [itf, count] of linked) assert.equal(count, 17, itf);
}

describe("stats of a real VPP", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  let stats: Stats;

  before(async () => {
    vpp = await startVpp({ plugins: ["ping", "unittest"], statsInterval: 1 });
    stats = await openStats({ socket: vpp.statsSocket });
    for (const command of [
      "create loopback interface",
      "create loopback interface",
      "create sub-interfaces loop0 100",
      "set interface state loop0 up",
      "set interface ip address loop0 192.0.2.1/24",
      "ping 192.0.2.2 repeat 3 interval 0.01",
    ]) {
      await vpp.vppctl(command);
    }
  });
  after(async () => {
    stats?.close();
    await vpp?.stop();
  });

  it("maps the segment unless told otherwise", () => assert.equal(stats.access, "map"));

  it(`takes ${SNAPSHOTS} snapshots while another client makes and deletes interfaces`, {
    timeout: 600_000,
  }, async () => {
    const worker = new Worker(CHURN, { workerData: { socket: vpp.cliSocket, count: 5 }, execArgv: [] });
    const messages: unknown[] = [];
    worker.on("message", (message) => messages.push(message));
    const exited = new Promise((resolve) => worker.on("exit", resolve));
    while (messages.length === 0) await sleep(5);
    const epochs = new Set<number>();
    const query = stats.prepare(["/if/", "/interfaces/"]);
    for (let i = 0; i < SNAPSHOTS; i++) {
      const snapshot = i % 2 === 0 ? stats.snapshot(["/if/", "/interfaces/"]) : query.read();
      epochs.add(snapshot.epoch);
      checkWhole(snapshot);
      if (i % 500 === 0) await sleep(0);
    }
    worker.postMessage("stop");
    await exited;
    assert.ok(epochs.size > SNAPSHOTS / 100, `the structure changed: ${epochs.size} epochs`);
  });

  it("counts what vpp_get_stats prints", async () => {
    for (const pattern of ["/if/", "/interfaces/", "/err/", "/net/", "/node/errors", "/buffer-pools/"]) {
      const theirs = await vppGetStats(vpp.statsSocket, `^${pattern}`);
      const ours = stats.snapshot({ prefix: pattern });
      let compared = 0;
      for (const value of ours) {
        const known = theirs.get(value.name);
        if (known === undefined) continue;
        compared++;
        // The tool shows a symlink's column as a vector of its own.
        const json = value.toJSON();
        const wanted = value.kind.endsWith("-column") ? (json as unknown[]).map((x) => [x]) : json;
        assert.deepEqual(wanted, known, value.name);
      }
      assert.ok(compared > 0 && compared >= theirs.size, `${pattern}: ${compared} of ${theirs.size}`);
    }
    assert.ok(BigInt(stats.interface("loop0")!.tx.packets) > 0n, "something was counted");
  });

  it("reads the same by every access", async () => {
    const expected = JSON.stringify(stats.snapshot(["/if/", "/err/"]));
    for (const access of ["read", "proc"] as const) {
      using other = await openStats({ socket: vpp.statsSocket, access });
      assert.equal(JSON.stringify(other.snapshot(["/if/", "/err/"])), expected, access);
    }
  });

  it("knows interfaces, nodes, heaps, buffers, threads", async () => {
    assert.deepEqual(stats.interface("loop0.100")?.parent, { name: "loop0", sub_id: 100 });
    const nodes = stats.nodes();
    assert.ok(nodes.some((node) => node.name === "ip4-input"));
    assert.ok(nodes.some((node) => Number(node.clocks) > 0 && Number(node.suspends) > 0));
    assert.ok(stats.memory().some((heap) => heap.name === "main heap" && Number(heap.used) > 0));
    assert.ok(stats.buffers().some((pool) => Number(pool.available) > 0));
    assert.equal(stats.workers().length, 1);
    assert.ok(Math.abs(Number(stats.system().boottime) - Date.now() / 1000) < 600);
  });

  it("reads a ring buffer that VPP fills", async () => {
    await vpp.vppctl("test stats ring-buffer-gen /test/ring 100 10 16");
    const reader = stats.ring("/test/ring");
    const { entries } = reader.read();
    assert.equal(entries.length, 16);
    // { u64 seq; f64 timestamp } (plugins/unittest/ring_buffer_test.c)
    const numbers = entries.map((e) => Number(Buffer.from(e).readBigUInt64LE(0)));
    assert.deepEqual(
      numbers,
      Array.from({ length: 16 }, (_, i) => 84 + i),
    );
    assert.match(reader.schema()!.text, /ring_test_schema/);
    assert.deepEqual(reader.read(), { entries: [], lost: 0 });
  });

  it("follows a VPP that is killed and comes back", { timeout: 120_000 }, async () => {
    const query = stats.prepare("/if/names");
    const boottime = stats.system().boottime;
    await vpp.kill("SIGKILL");
    await sleep(1500);
    assert.throws(
      () => query.read(),
      (error) => error instanceof VppStatsError && error.reason === "lost",
    );
    await vpp.restart();
    await stats.ready({ timeout: 20_000 });
    while (stats.interfaces().length === 0) await sleep(50);
    assert.deepEqual(
      stats.interfaces().map((itf) => itf.name),
      ["local0"],
    );
    assert.deepEqual(query.read().toJSON(), { "/if/names": ["local0"] });
    assert.equal(stats.restarts, 1);
    assert.notEqual(stats.system().boottime, boottime);
  });
});
