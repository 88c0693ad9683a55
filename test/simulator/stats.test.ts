import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { connect } from "../../src/index.ts";
import { loadLibc } from "../../src/native/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { openStats } from "../../src/stats/index.ts";
import { startVppTs, vppTs } from "../support/cli.ts";
import { readShared, skipWithoutShared } from "../support/shared.ts";

const native = await loadLibc().then(
  () => false as const,
  (error: unknown) => `native access: ${String(error)}`,
);

describe("the simulator's stats segment", { skip: native }, () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-sim-stats-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("isn't there unless asked for", async () => {
    await using sim = await Simulator.start();
    assert.equal(sim.stats, null);
  });

  it("follows interfaces as they come and go", async () => {
    await using sim = await Simulator.start({ stats: {} });
    assert.ok(sim.stats !== null);
    using stats = await openStats({ socket: sim.stats.socket });
    await using vpp = await connect({ socket: sim.socket });
    const names = () => stats.interfaces().map(({ name }) => name);
    assert.deepEqual(names(), ["local0"]);
    const { epoch } = stats.snapshot("/if/");

    await vpp.call("create_loopback");
    await vpp.call("create_loopback");
    await vpp.call("create_vlan_subif", { sw_if_index: 2, vlan_id: 100 });
    assert.ok(stats.snapshot("/if/").epoch > epoch);
    assert.deepEqual(names(), ["local0", "loop0", "loop1", "loop1.100"]);
    assert.deepEqual(stats.interface("loop1.100")?.parent, { name: "loop1", sub_id: 100 });

    sim.stats.count(1, "rx", 3, 180);
    sim.stats.count(1, "rx", 1n, 60n);
    sim.stats.count(1, "drops", 2);
    assert.deepEqual(stats.interface("loop0")?.rx, { packets: 4, bytes: 240 });
    assert.equal(stats.get("/interfaces/loop0/drops")?.kind, "simple-column");
    assert.throws(() => sim.stats?.count(9, "drops", 1), RangeError);

    await vpp.call("delete_loopback", { sw_if_index: 1 });
    assert.deepEqual(names(), ["local0", "loop1", "loop1.100"]);
    assert.deepEqual(stats.ls("/interfaces/loop0/"), []);
    assert.throws(() => sim.stats?.count(1, "drops", 1), RangeError);
    await vpp.call("create_loopback");
    assert.deepEqual(stats.interface("loop0")?.rx, { packets: 0, bytes: 0 });

    sim.stats.count(2, "tx", 1, 60);
    await vpp.call("sw_interface_clear_stats", { sw_if_index: 2 });
    assert.deepEqual(stats.interface("loop1")?.tx, { packets: 0, bytes: 0 });
    sim.stats.count(2, "punt", 1);
    await vpp.call("sw_interface_clear_stats", { sw_if_index: 0xffff_ffff });
    assert.equal(stats.interface("loop1")?.punt, 0);
  });

  it("has many interfaces", async () => {
    await using sim = await Simulator.start({ stats: {} });
    assert.ok(sim.stats !== null);
    await using vpp = await connect({ socket: sim.socket });
    await Promise.all(Array.from({ length: 1000 }, () => vpp.call("create_loopback")));
    sim.stats.count(1000, "rx", 1, 60);
    using stats = await openStats({ socket: sim.stats.socket });
    assert.equal(stats.interfaces().length, 1001);
    assert.deepEqual(stats.interface("loop999")?.rx, { packets: 1, bytes: 60 });
  });

  it("beats, and is followed through a restart", async () => {
    const socket = join(folder, "stats.sock");
    await using sim = await Simulator.start({ stats: { socket, interval: 5 } });
    using stats = await openStats({ socket });
    await using vpp = await connect({ socket: sim.socket });
    await vpp.call("create_loopback");
    const samples = stats.watch(["/sys/heartbeat", "/if/names"], { interval: 5 });
    for await (const sample of samples) {
      const beat = sample.snapshot.get("/sys/heartbeat");
      if (beat?.kind === "scalar" && Number(beat.value) > 2) break;
    }
    await sim.restart();
    for await (const sample of stats.watch("/if/names", { interval: 5 })) {
      if (JSON.stringify(sample.snapshot) === '{"/if/names":["local0"]}') break;
    }
  });

  it("takes the place of a segment whose server was killed, not of one that is served", async () => {
    const [socket, api] = [join(folder, "taken.sock"), join(folder, "api.sock")];
    const child = startVppTs(["sim", "--socket", api, "--stats-socket", socket]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    try {
      await assert.rejects(Simulator.start({ stats: { socket } }), { code: "EADDRINUSE" });
    } finally {
      child.kill("SIGKILL");
    }
    await child.ended;
    await using sim = await Simulator.start({ stats: { socket } });
    assert.equal(sim.stats?.socket, socket);
  });

  it("has the kinds that VPP 26.06 has under these names", { skip: skipWithoutShared }, async () => {
    await using sim = await Simulator.start({ stats: {} });
    using stats = await openStats({ socket: sim.stats?.socket ?? "" });
    using recorded = await openStats({ bytes: readShared("vectors", "stats-26.06.bin.gz") });
    const kinds = new Map(recorded.ls().map(({ name, kind }) => [name, kind]));
    const own = stats.ls().filter(({ name }) => !/^\/(sys\/node|nodes)\//.test(name));
    assert.deepEqual(
      own.map(({ name, kind }) => [name, kind]),
      own.map(({ name }) => [name, kinds.get(name)]),
    );
  });

  it("is read by vpp-ts stats", async () => {
    const [socket, api] = [join(folder, "cli.sock"), join(folder, "cli-api.sock")];
    const child = startVppTs(["sim", "--socket", api, "--stats-socket", socket]);
    let said = "";
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (text) => {
        said += text;
        if (said.split("\n").length === 3) resolve();
      });
    });
    assert.equal(said, `${api}\n${socket}\n`);
    try {
      await vppTs(["call", "create_loopback", "--socket", api], { env: { VPP_API_DIR: "" } });
      const env = { VPP_STATS_SOCKET: socket };
      const ls = await vppTs(["stats", "ls", "/interfaces/loop0/*rx*"], { env });
      assert.deepEqual([ls.status, ls.stderr], [0, ""]);
      assert.match(ls.stdout, /^symlink {3}\/interfaces\/loop0\/rx -> \/if\/rx\[1\]$/m);
      const get = await vppTs(["stats", "get", "/if/names", "/if/rx", "--json"], { env });
      assert.deepEqual(JSON.parse(get.stdout), {
        "/if/names": ["local0", "loop0"],
        "/if/rx": [
          [
            [0, 0],
            [0, 0],
          ],
        ],
      });
      const watch = await vppTs(
        ["stats", "watch", "/if/rx", "--interval", "0.01", "--count", "2", "--json", "--socket", socket],
        {},
      );
      const [, second] = watch.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(second.rates, { "/if/rx": { packets: 0, bytes: 0 } });
      const none = await vppTs(["stats", "get", "/nothing"], { env });
      assert.deepEqual([none.status, none.stdout, none.stderr], [1, "", "no stats entry matches /nothing\n"]);
    } finally {
      child.kill("SIGINT");
    }
    assert.equal((await child.ended).status, 0);
    const gone = await vppTs(["stats", "ls", "--socket", socket]);
    assert.equal(gone.status, 3);
    assert.match(gone.stderr, /^stats segment of \S+: .* Is VPP running/);
  });
});
