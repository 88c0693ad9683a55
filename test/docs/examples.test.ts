// The programs of examples/ do what they say: against the simulator, and a VPP.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { connect, type Vpp } from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";

/** Milliseconds that a program may take. */
const LIMIT = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an example is run against. */
interface Target extends AsyncDisposable {
  readonly apiSocket: string;
  readonly statsSocket: string;
  restart(): Promise<void>;
  /** Its command line, where it has all of it. */
  readonly vppctl?: (command: string) => Promise<string>;
}

async function simulated(): Promise<Target & { readonly sim: Simulator }> {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-examples-"));
  const statsSocket = join(folder, "stats.sock");
  const sim = await Simulator.start({ stats: { socket: statsSocket } });
  return {
    sim,
    apiSocket: sim.socket,
    statsSocket,
    restart: () => sim.restart(),
    async [Symbol.asyncDispose]() {
      await sim.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

class Example implements AsyncDisposable {
  stdout = "";
  stderr = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #heard: () => void = () => {};

  constructor(name: string, args: readonly string[], target: Target | null, flags: readonly string[] = []) {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const sockets =
      target === null ? {} : { VPP_API_SOCKET: target.apiSocket, VPP_STATS_SOCKET: target.statsSocket };
    this.#child = spawn(process.execPath, ["--import", "tsx", ...flags, `examples/${name}.ts`, ...args], {
      cwd: root,
      env: { ...env, ...sockets },
      timeout: LIMIT,
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
      this.#heard();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (status) => {
        resolve(status);
        this.#heard();
      });
    });
  }

  /** Waits until it has printed what fits `count` times. */
  async prints(pattern: RegExp, count = 1): Promise<void> {
    for (;;) {
      if ([...this.stdout.matchAll(new RegExp(pattern, "gm"))].length >= count) return;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        assert.fail(`ended without ${pattern}, ${count} times:\n${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  async ends(status: number | null = 0): Promise<string> {
    assert.equal(await this.#ended, status, this.stdout + this.stderr);
    assert.equal(this.stderr, "");
    return this.stdout;
  }

  /** What a failed test leaves behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async interrupt(): Promise<void> {
    this.#child.kill("SIGINT");
    await this.ends(null);
  }
}

/** Gives what was done behind the example's back, or finds what it did. */
async function withClient<T>({ apiSocket }: Target, use: (vpp: Vpp) => Promise<T>): Promise<T> {
  await using vpp = await connect({ socket: apiSocket });
  return await use(vpp);
}

async function stateOf(target: Target): Promise<Record<string, unknown>> {
  return withClient(target, async (vpp) => {
    const found: Record<string, unknown> = {};
    for (const { sw_if_index, interface_name, flags } of await vpp.api.sw_interface_dump().toArray()) {
      if (interface_name === "local0") continue;
      const families = [false, true].map((is_ipv6) =>
        vpp.api.ip_address_dump({ sw_if_index, is_ipv6 }).toArray(),
      );
      const addresses = (await Promise.all(families)).flat().map(({ prefix }) => prefix);
      found[String(interface_name)] = [flags, ...addresses];
    }
    return found;
  });
}

const LOOPBACKS = {
  loop10: [3, "192.0.2.1/24", "2001:db8::1/64"],
  loop11: [3, "198.51.100.1/24"],
};

const targets: readonly [string, false | string, () => Promise<Target>][] = [
  ["the simulator", false, simulated],
  ["VPP", skipWithoutVpp, () => startVpp()],
];

for (const [what, skip, start] of targets) {
  describe(`examples against ${what}`, { skip, concurrency: 2 }, () => {
    it("interfaces.ts lists interfaces with state and addresses", async () => {
      await using target = await start();
      await withClient(target, async ({ api }) => {
        const { sw_if_index } = await api.create_loopback({ mac_address: "02:fe:00:00:00:07" });
        await api.create_loopback({ mac_address: "02:fe:00:00:00:08" });
        await api.sw_interface_set_flags({ sw_if_index, flags: 1 });
        for (const prefix of ["192.0.2.1/24", "2001:db8::1/64"])
          await api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix });
      });
      const lines = (await new Example("interfaces", [], target).ends()).trimEnd().split("\n");
      assert.deepEqual(lines, [
        "index  name    state  mac                addresses",
        "0      local0  down   00:00:00:00:00:00  -",
        "1      loop0   up     02:fe:00:00:00:07  192.0.2.1/24 2001:db8::1/64",
        "2      loop1   down   02:fe:00:00:00:08  -",
      ]);
    });

    it("reconcile.ts makes VPP as it is wanted, and again", async () => {
      await using target = await start();
      await using example = new Example("reconcile", [], target);
      const fromNothing = /^as wanted, after 8 changes$/;
      await example.prints(fromNothing);
      assert.deepEqual(await stateOf(target), LOOPBACKS);

      // Somebody else's hands: an address too many is only seen in the next turn, which the deletion brings about.
      await withClient(target, async ({ api }) => {
        const [, first, second] = (await api.sw_interface_dump().toArray()).map((itf) => itf.sw_if_index);
        await api.sw_interface_add_del_address({ sw_if_index: second, is_add: true, prefix: "10.9.9.9/32" });
        await api.delete_loopback({ sw_if_index: first });
      });
      await example.prints(/^as wanted, after 6 changes$/);
      assert.deepEqual(await stateOf(target), LOOPBACKS);
      const route = (await target.vppctl?.("show ip fib 203.0.113.0/24")) ?? "";
      assert.doesNotMatch(route, /unresolved|drop/);

      await target.restart();
      await example.prints(fromNothing, 2);
      assert.deepEqual(await stateOf(target), LOOPBACKS);
      await withClient(target, async ({ api }) => {
        const { route } = (await api.ip_route_lookup({ prefix: "203.0.113.0/24", exact: 1 })) as {
          route: { paths: { nh: { address: { ip4: string } } }[] };
        };
        assert.deepEqual(
          route.paths.map(({ nh }) => nh.address.ip4),
          ["192.0.2.254"],
        );
      });
      await example.interrupt();
    });

    it("cni.ts adds and deletes, however often", async () => {
      await using target = await start();
      const cni = (...args: string[]) => new Example("cni", args, target);
      const added = await cni("ADD", "web-1", "10.0.0.5/32").ends();
      const { cniVersion, interfaces, ips } = JSON.parse(added);
      assert.equal(cniVersion, "1.0.0");
      assert.deepEqual(ips, [{ address: "10.0.0.5/32", interface: 0 }]);
      assert.equal(interfaces[0].name, "loop0");
      assert.equal(await cni("ADD", "web-1", "10.0.0.5/32").ends(), added);
      await cni("ADD", "web-2", "2001:db8::5/128").ends();
      assert.deepEqual(await stateOf(target), { loop0: [3, "10.0.0.5/32"], loop1: [3, "2001:db8::5/128"] });
      assert.equal(await cni("DEL", "web-1").ends(), "{}\n");
      assert.equal(await cni("DEL", "web-1").ends(), "{}\n");
      assert.deepEqual(Object.keys(await stateOf(target)), ["loop1"]);
      for (const [args, code] of [
        [["ADD", "web-3", "10.0.0.5"], 4],
        [["ADD", "web-3", "10.0.0.300/32"], 4],
        [["ADD", "", "10.0.0.5/32"], 4],
        [["ADD", "web-3", "2001:db8::5/128"], 100],
      ] as const)
        assert.equal(JSON.parse(await cni(...args).ends(1)).code, code, String(args));
    });

    it("rates.ts shows interfaces again and again", async () => {
      await using target = await start();
      await withClient(target, ({ api }) => api.create_loopback());
      await using example = new Example("rates", [], target);
      await example.prints(/^loop0\trx\t0 pps\t0 bit\/s\ttx\t0 pps\t0 bit\/s\t0 drops\/s$/, 2);
      await example.interrupt();
    });
  });
}

describe("examples", () => {
  it("rates.ts counts packets and bits a second", async () => {
    await using target = await simulated();
    await withClient(target, ({ api }) => api.create_loopback());
    const count = setInterval(() => target.sim.stats?.count(1, "rx", 3_000_000, 3_000_000_000), 50);
    try {
      await using example = new Example("rates", [], target);
      await example.prints(/^loop0\trx\t\d+\.\d\d Mpps\t\d+\.\d\d Gbit\/s\ttx\t0 pps/);
      await example.interrupt();
    } finally {
      clearInterval(count);
    }
  });

  it("cni.ts tells a runtime without VPP to try again", async () => {
    await using target = await simulated();
    target.sim.inject({ kind: "refuse" });
    const { code, msg } = JSON.parse(await new Example("cni", ["DEL", "web-1"], target).ends(1));
    assert.equal(code, 11, msg);
  });

  it("rig.test.ts passes", async () => {
    const printed = await new Example("rig.test", [], null, ["--test", "--test-reporter=tap"]).ends();
    assert.match(printed, /^# pass 4$/m);
    assert.match(printed, /^# fail 0$/m);
  });
});
