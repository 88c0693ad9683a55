import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect } from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";

/** Another table of messages: the client asks for definitions anew. */
const OTHER = { crcs: { show_threads: "00000001" } };

describe("a reconnect to another VPP", () => {
  it("delivers no event before it knows the definitions", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    const told: unknown[] = [];
    vpp.onError((error) => told.push(error));
    vpp.onMessage(({ name }) => told.push(name));
    await vpp.on("sw_interface_event", (event) => told.push(event)).ready;
    await sim.restart(OTHER);
    sim.clearReceived();
    sim.inject({ kind: "delay", message: "get_api_json", ms: 50 });
    await sim.waitFor("get_api_json");
    sim.broadcast("sw_interface_event", { sw_if_index: 1 });
    await vpp.ready();
    assert.deepEqual(told, []);
  });
});
