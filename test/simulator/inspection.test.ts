import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { codecsOf, type ExchangeDescriptor } from "../../src/codec/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";
import { RawClient } from "./raw-client.ts";

/** A descriptor with the types that bindings would give it. */
function described<X>(exchange: unknown): X {
  return exchange as X;
}

describe("handlers of a test's own", () => {
  test("answer what the model doesn't know", { skip: skipWithoutShared }, async () => {
    await using sim = await Simulator.start({ api: sharedPath("vpp-26.06-api") });
    sim.handle("nat44_ed_plugin_enable_disable", (request, context) => ({
      retval: request.enable === true && context.client === "nat" ? 0 : -1,
    }));
    sim.handle("nat44_address_dump", () => [{ ip_address: "192.0.2.1" }, { ip_address: "192.0.2.2" }]);
    sim.handle("nat44_ed_output_interface_get", () => ({
      details: [{ sw_if_index: 3 }],
      reply: { retval: 0, cursor: 7 },
    }));
    await using client = await RawClient.connect(sim.socket, sim.schema, "nat");
    assert.deepEqual(await client.call("nat44_ed_plugin_enable_disable", { enable: true }), { retval: 0 });
    const addresses = await client.dump("nat44_address_dump");
    assert.deepEqual(
      addresses.map((a) => a.ip_address),
      ["192.0.2.1", "192.0.2.2"],
    );
    const { details, reply } = await client.get("nat44_ed_output_interface_get");
    assert.deepEqual([details, reply], [[{ sw_if_index: 3 }], { retval: 0, cursor: 7 }]);
  });

  test("come before the model, may take their time, send events, and be taken back", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    sim.handle("show_version", async (_request, { send }) => {
      send("sw_interface_event", { sw_if_index: 9 });
      await new Promise((resolve) => setImmediate(resolve));
      return { program: "mine" };
    });
    const version = client.send("show_version");
    const ping = client.send("control_ping");
    const order = [await client.next(), await client.next(), await client.next()];
    assert.deepEqual(
      order.map((one) => one.context),
      [null, version, ping],
    );
    assert.equal(order[1]?.fields.program, "mine");
    sim.unhandle("show_version");
    assert.equal((await client.call("show_version")).program, "vpe");
    sim.broadcast("sw_interface_event", { sw_if_index: 4 });
    assert.equal((await client.event("sw_interface_event")).sw_if_index, 4);
  });

  test("are typed by the descriptor of an exchange", async () => {
    interface Request {
      vlan_id: number;
    }
    interface Reply {
      retval: number;
      sw_if_index: number;
    }
    await using sim = await Simulator.start();
    const exchange = described<ExchangeDescriptor<Request, Reply> & { kind: "request" }>(
      codecsOf(sim.schema).exchange("create_vlan_subif"),
    );
    sim.handle(exchange, (request) => ({ sw_if_index: (request.vlan_id ?? 0) + 1 }));
    // @ts-expect-error a reply has no such field
    sim.handle(exchange, () => ({ sw_if_idx: 1 }));
    sim.handle(exchange, (request) => ({ sw_if_index: (request.vlan_id ?? 0) + 1 }));
    await using client = await RawClient.connect(sim.socket, sim.schema);
    assert.equal((await client.call("create_vlan_subif", { vlan_id: 41 })).sw_if_index, 42);
  });

  test("that fail are told in the log, and the request is dropped", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    sim.handle("show_version", () => ({ program: 5 }));
    client.send("show_version");
    await client.call("control_ping");
    assert.match(sim.log.join(), /show_version: VppEncodeError: show_version_reply: program: .*, dropped/);
    assert.throws(() => sim.handle("show_version_reply", () => ({})), /starts no exchange/);
  });
});

describe("what was received", () => {
  test("is shown as JSON, and expected in part", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema, "me");
    await client.call("sw_interface_add_del_address", {
      sw_if_index: 3,
      is_add: true,
      prefix: "10.0.0.1/24",
    });
    const one = sim.expect("sw_interface_add_del_address", { prefix: "10.0.0.1/24" });
    assert.equal(one.client, "me");
    assert.deepEqual(one.json, { sw_if_index: 3, is_add: true, del_all: false, prefix: "10.0.0.1/24" });
    assert.throws(
      () => sim.expect("sw_interface_add_del_address", { prefix: "10.0.0.2/24" }),
      /no sw_interface_add_del_address was received with .*10\.0\.0\.2.*only with:\n.*10\.0\.0\.1/s,
    );
    assert.throws(() => sim.expect("show_version"), /no show_version was received, only: sockclnt_create/);
    const later = sim.waitFor("show_version");
    client.send("show_version");
    assert.equal((await later).message, "show_version");
    await assert.rejects(sim.waitFor("create_loopback", {}, { timeout: 1 }), { code: "ERR_ASSERTION" });
  });

  test("is kept as far as it was asked for", async () => {
    await using sim = await Simulator.start({ record: 3 });
    await using client = await RawClient.connect(sim.socket, sim.schema);
    for (let vlan_id = 1; vlan_id <= 5; vlan_id++) await client.call("create_vlan_subif", { vlan_id });
    assert.deepEqual(
      sim.received().map((one) => one.json.vlan_id),
      [3, 4, 5],
    );
    assert.equal(sim.receivedCount, 6);
    sim.clearReceived();
    assert.deepEqual(sim.received(), []);
  });
});
