import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { codecsOf } from "../../src/codec/index.ts";
import { linkSchema, readApiJson } from "../../src/schema/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";
import { RawClient } from "./raw-client.ts";

describe("a session", () => {
  test("several clients have indexes of their own, and events go to those who asked", async () => {
    await using sim = await Simulator.start();
    await using a = await RawClient.connect(sim.socket, sim.schema, "a");
    await using b = await RawClient.connect(sim.socket, sim.schema, "b");
    assert.deepEqual([a.index, b.index], [0x8000_0001, 0x8000_0002]);
    assert.deepEqual(sim.clients, ["a", "b"]);
    await a.call("want_interface_events", { enable_disable: 1, pid: 5 });
    await b.call("create_loopback");
    const event = await a.event("sw_interface_event");
    assert.deepEqual(event, { pid: 5, sw_if_index: 1, flags: 0, deleted: false });
    await b.call("control_ping");
    assert.deepEqual(b.events, []);
  });

  test("what a client subscribed to ends with it", async () => {
    await using sim = await Simulator.start();
    const first = await RawClient.connect(sim.socket, sim.schema);
    await first.call("want_interface_events", { enable_disable: 1, pid: 5 });
    await first.close();
    await using second = await RawClient.connect(sim.socket, sim.schema);
    assert.equal(second.index, first.index);
    await second.call("create_loopback");
    await second.call("control_ping");
    assert.deepEqual(second.events, []);
    assert.equal((await second.call("want_interface_events", { enable_disable: 0, pid: 5 })).retval, -31);
  });

  test("sockclnt_delete is answered with 1 and the end; with -1 for nobody", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    assert.deepEqual(await client.call("sockclnt_delete", { index: 0x8000_0009 }), { response: -1 });
    const closed = once(client.socket, "close");
    assert.deepEqual(await client.call("sockclnt_delete", { index: client.index }), { response: 1 });
    await closed;
  });

  test("definitions are served as they are used: without memclnt, with the right CRCs", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    const { retval, json } = await client.call("get_api_json");
    assert.equal(retval, 0);
    const served = linkSchema(readApiJson(String(json), { source: "served" }));
    assert.equal(served.modules.has("memclnt"), false);
    assert.equal(served.messages.get("ip_route_add_del")?.crc, "b8ecfe0d");
    assert.equal(codecsOf(served).exchange("ip_path_mtu_get")?.kind, "get");
  });

  test("ids are those of the definitions loaded, each module's in a row", {
    skip: skipWithoutShared,
  }, async () => {
    await using sim = await Simulator.start({ api: sharedPath("vpp-26.06-api") });
    await using client = await RawClient.connect(sim.socket, sim.schema);
    assert.ok(client.ids.size > 2000);
    const first = Number((await client.call("get_first_msg_id", { name: "acl_00000000" })).first_msg_id);
    assert.equal(client.ids.get("acl_plugin_get_version"), first);
    assert.equal(client.ids.get("acl_plugin_get_version_reply"), first + 1);
    // The model answers what it knows; the rest is dropped with a line, as VPP drops what it has no handler for.
    client.send("nat44_ed_plugin_enable_disable", { enable: true });
    assert.equal((await client.call("create_loopback")).sw_if_index, 1);
    assert.match(sim.log.join(), /nat44_ed_plugin_enable_disable has no handler, dropped/);
  });

  test("a get that has more than fits says where to go on", async () => {
    await using sim = await Simulator.start({ getBatch: 3 });
    await using client = await RawClient.connect(sim.socket, sim.schema);
    for (let i = 0; i < 7; i++)
      await client.call("ip_path_mtu_update", { pmtu: { nh: `10.0.0.${i}`, path_mtu: 1400 } });
    const seen: unknown[] = [];
    let cursor: unknown = 0xffff_ffff;
    for (let left = 3; left > 0; left--) {
      const { details, reply } = await client.get("ip_path_mtu_get", { cursor });
      seen.push(details.length, reply.retval);
      cursor = reply.cursor;
    }
    assert.deepEqual(seen, [3, -165, 3, -165, 1, 0]);
  });

  test("a stopped simulator leaves nothing behind", async () => {
    const sim = await Simulator.start();
    assert.ok(existsSync(sim.socket));
    await sim.stop();
    assert.equal(existsSync(sim.socket), false);
    await sim.stop();
  });
});
