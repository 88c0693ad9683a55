import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  connect,
  VppApiError,
  VppCompatibilityError,
  VppConnectionError,
  VppTimeoutError,
} from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";

/** Values of fields come untyped without bindings. */
type Call = (fields?: object, options?: object) => Promise<Record<string, unknown>>;
type Api = Record<
  "show_version" | "create_loopback" | "sw_interface_set_flags" | "control_ping" | "ip_table_add_del",
  Call
>;

describe("the client of this package, and the simulator", () => {
  test("meet by the definitions that are served, whatever the ids", async () => {
    for (const seed of [1, 2, 3]) {
      await using sim = await Simulator.start({ seed, shuffleIds: true });
      await using vpp = await connect<Api>({ socket: sim.socket, name: "me" });
      assert.equal((await vpp.api.show_version()).program, "vpe");
      assert.equal((await vpp.api.create_loopback()).sw_if_index, 1);
      await assert.rejects(vpp.api.sw_interface_set_flags({ sw_if_index: 99, flags: 1 }), VppApiError);
      assert.equal(sim.expect("create_loopback").client, "me");
    }
  });

  test("a link that ends inside an answer fails the calls in flight, and comes back by itself", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect<Api>({ socket: sim.socket, reconnect: { min: 1 } });
    sim.inject({ kind: "close", message: "show_version", times: 1 });
    const calls = await Promise.allSettled([vpp.api.show_version(), vpp.api.control_ping()]);
    for (const call of calls) {
      assert.equal(call.status, "rejected");
      assert.ok(call.reason instanceof VppConnectionError, String(call.reason));
    }
    await vpp.ready();
    assert.equal((await vpp.api.show_version()).retval, 0);
  });

  test("options that are undefined count as left out", async () => {
    await using sim = await Simulator.start({ seed: undefined, stats: undefined, onLog: undefined });
    const options = { socket: sim.socket, name: undefined, timeout: undefined, maxFrame: undefined };
    const more = { definitions: undefined, cache: undefined, required: undefined, signal: undefined };
    const reconnect = { min: undefined, max: undefined, retries: undefined };
    await using vpp = await connect({
      ...options,
      ...more,
      reconnect,
      logger: undefined,
      wait: undefined,
    });
    const call = { timeout: undefined, signal: undefined, check: undefined, unsafe: undefined };
    assert.equal((await vpp.api.show_version({}, call)).program, "vpe");
    assert.equal(sim.clients[0], "vpp-ts");
    await assert.rejects(vpp.call("sw_interface_set_flags", { sw_if_index: 99 }, call), VppApiError);
    const rules = { window: undefined, order: undefined, errors: undefined, signal: undefined };
    assert.equal((await vpp.pipeline("show_version", [{}, {}], rules)).calls, 2);
    const events = vpp.events("sw_interface_event", {
      limit: undefined,
      overflow: undefined,
      signal: undefined,
    });
    await events.ready;
    events.close();
  });

  test("a restart with other ids goes unnoticed but for what was in flight", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect<Api>({ socket: sim.socket, reconnect: { min: 1 } });
    await vpp.api.create_loopback();
    sim.clearReceived();
    await sim.restart({ shuffleIds: true, seed: 9 });
    await sim.waitFor("sockclnt_create");
    await vpp.ready();
    assert.equal((await vpp.api.create_loopback()).sw_if_index, 1);
  });

  test("a message whose CRC changed is refused by name", async () => {
    await using sim = await Simulator.start();
    await sim.restart({ crcs: { create_loopback: "0badf00d" } });
    await using vpp = await connect<Api>({ socket: sim.socket, definitions: sim.schema });
    await assert.rejects(async () => vpp.api.create_loopback(), VppCompatibilityError);
    assert.equal((await vpp.api.show_version()).retval, 0);
  });

  test("an answer that never comes, a refused handshake and garbage are errors of their own", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect<Api>({ socket: sim.socket, reconnect: false });
    sim.inject({ kind: "drop", message: "show_version" });
    await assert.rejects(vpp.api.show_version({}, { timeout: 20 }), VppTimeoutError);
    sim.inject({ kind: "refuse", times: 1 });
    await assert.rejects(connect({ socket: sim.socket, reconnect: false }), VppConnectionError);
    sim.inject({ kind: "garbage", message: "control_ping", bytes: 4096 });
    await assert.rejects(vpp.api.control_ping(), VppConnectionError);
  });

  test("answers in pieces of any size are the same answers", async () => {
    for (const size of [1, 7, 17]) {
      await using sim = await Simulator.start();
      sim.inject({ kind: "split", size, message: "ip_table_add_del", times: 1 });
      await using vpp = await connect<Api>({ socket: sim.socket });
      await vpp.api.ip_table_add_del({ is_add: true, table: { table_id: 4 } });
      assert.equal((await vpp.api.show_version()).version, "26.06-release");
    }
  });
});
