import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../src/index.ts";
import { runToExit, WAYS } from "../support/exit-run.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

/** CPU seconds that VPP takes in one second. */
async function load(vpp: Vpp): Promise<number> {
  await sleep(200);
  const before = vpp.cpuSeconds();
  await sleep(1000);
  return vpp.cpuSeconds() - before;
}

describe("a program that ends without closing its client", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());

  for (const [how, code, signal] of WAYS) {
    it(`by ${how} leaves VPP at rest`, async () => {
      const ends = await Promise.all([1, 2, 3].map(() => runToExit(vpp.apiSocket, how)));
      for (const end of ends) assert.deepEqual(end, [code, signal]);
      assert.ok((await load(vpp)) < 0.5);
      assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
    });
  }

  it("by SIGKILL can't say goodbye, and VPP still answers others", async () => {
    assert.deepEqual(await runToExit(vpp.apiSocket, "SIGKILL"), [null, "SIGKILL"]);
    await using client = await connect({ socket: vpp.apiSocket });
    assert.ok(await client.call("show_version"));
  });
});
