// Tests of a program against a VPP that misbehaves when it is told to. They need no VPP, no root and no network.
//
//   node --import tsx --test examples/rig.test.ts
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { connect, type Vpp, VppApiError, VppConnectionError, VppTimeoutError } from "vpp-ts";
import { Simulator } from "vpp-ts/simulator";

let sim: Simulator;
let vpp: Vpp;

/** What is tested: gives an interface an address once, though links break and answers don't come. */
async function ensureAddress(sw_if_index: unknown, prefix: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const known = await vpp.api.ip_address_dump({ sw_if_index }).toArray();
      if (known.some((address) => address.prefix === prefix)) return;
      await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix }, { timeout: 100 });
    } catch (error) {
      const isUncertain = error instanceof VppConnectionError || error instanceof VppTimeoutError;
      if (!isUncertain || tries === 3) throw error;
      await vpp.ready();
    }
  }
}

const ADD = "sw_interface_add_del_address";
const PREFIX = "192.0.2.1/24";

describe("ensureAddress", () => {
  let loopback: unknown;

  beforeEach(async () => {
    sim = await Simulator.start({ seed: 1 });
    vpp = await connect({ socket: sim.socket });
    loopback = (await vpp.api.create_loopback()).sw_if_index;
  });
  afterEach(async () => {
    await vpp.close();
    await sim.stop();
  });

  it("adds it, and nothing where it is there", async () => {
    await ensureAddress(loopback, PREFIX);
    await ensureAddress(loopback, PREFIX);
    sim.expect(ADD, { is_add: true, prefix: PREFIX });
    assert.equal(sim.received(ADD).length, 1);
  });

  it("doesn't add it twice when the link broke after VPP had done it", async () => {
    const fault = sim.inject({ kind: "close", message: ADD, times: 1 });
    await ensureAddress(loopback, PREFIX);
    assert.equal(fault.struck, 1);
    assert.equal(sim.received(ADD).length, 1);
  });

  it("asks again when VPP doesn't answer, and gives up in the end", async () => {
    sim.inject({ kind: "drop", message: ADD });
    await assert.rejects(ensureAddress(loopback, PREFIX), VppTimeoutError);
    assert.equal(sim.received(ADD).length, 3);
  });

  it("passes on what VPP refuses, the first time", async () => {
    sim.handle(ADD, () => ({ retval: -127 }));
    await assert.rejects(ensureAddress(loopback, PREFIX), (error) => {
      return error instanceof VppApiError && error.errno === "DUPLICATE_IF_ADDRESS";
    });
    assert.equal(sim.received(ADD).length, 1);
  });
});
