import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connect } from "../../src/index.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

const program = fileURLToPath(new URL("exit-client.ts", import.meta.url));

async function run(vpp: Vpp, how: string): Promise<[number | null, NodeJS.Signals | null]> {
  const child = spawn(process.execPath, ["--import", "tsx", program, vpp.apiSocket, how], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  if (how.startsWith("SIG")) {
    await sleep(50);
    child.kill(how as NodeJS.Signals);
  }
  const [code, signal] = await exited;
  return [code, signal];
}

/** CPU seconds that VPP takes in one second. */
async function load(vpp: Vpp): Promise<number> {
  await sleep(200);
  const before = vpp.cpuSeconds();
  await sleep(1000);
  return vpp.cpuSeconds() - before;
}

const WAYS: [string, number | null, NodeJS.Signals | null][] = [
  ["return", 0, null],
  ["exit", 3, null],
  ["throw", 1, null],
  ["SIGINT", null, "SIGINT"],
  ["SIGTERM", null, "SIGTERM"],
];

describe("a program that ends without closing its client", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());

  for (const [how, code, signal] of WAYS) {
    it(`by ${how} leaves VPP at rest`, async () => {
      const ends = await Promise.all([1, 2, 3].map(() => run(vpp, how)));
      for (const end of ends) assert.deepEqual(end, [code, signal]);
      assert.ok((await load(vpp)) < 0.5);
      assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
    });
  }

  it("by SIGKILL can't say goodbye, and VPP still answers others", async () => {
    assert.deepEqual(await run(vpp, "SIGKILL"), [null, "SIGKILL"]);
    await using client = await connect({ socket: vpp.apiSocket });
    assert.ok(await client.call("show_version"));
  });
});
