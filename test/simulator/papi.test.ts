import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Simulator } from "../../src/simulator/index.ts";
import { papiEnv, skipWithoutPapi } from "../support/papi.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("papi.py", import.meta.url));

async function answers(socket: string): Promise<string[]> {
  const { stdout } = await run("python3", [script, socket], { env: papiEnv, timeout: 60_000 });
  return stdout.trim().split("\n");
}

describe("VPP's own Python client", { skip: skipWithoutPapi }, () => {
  test("takes the simulator for a VPP: definitions, calls, dumps, a stream, events", async () => {
    await using simulator = await Simulator.start({ shuffleIds: true, seed: 7 });
    const lines = await answers(simulator.socket);
    assert.equal(lines.length, 52);
    assert.ok(lines.includes('["bad interface", {"": "sw_interface_set_flags_reply", "retval": -2}]'));
    assert.equal(simulator.received("ip_route_add_del").length, 20);
    assert.deepEqual(simulator.clients, []);
  });

  test("is answered by it as by a real VPP", { skip: skipWithoutVpp }, async () => {
    await using vpp = await startVpp({ plugins: ["acl"] });
    await using simulator = await Simulator.start();
    assert.deepEqual(await answers(simulator.socket), await answers(vpp.apiSocket));
  });
});
