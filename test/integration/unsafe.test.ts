import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, type Fields, VppConnectionError, VppStateError, VppTimeoutError } from "../../src/index.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";

const ALL = 0xffff_ffff;

/** What kills VPP 26.06 when it is let through. */
const DEADLY: readonly [name: string, fields?: Fields][] = [
  ["get_node_graph"],
  ["graph_node_get"],
  ["graph_node_get", { index: 5 }],
  ["graph_node_get", { cursor: ALL, index: ALL, flags: 1 }],
  ["memclnt_create"],
  ["memclnt_create_v2"],
  // 64 MiB in the byte order of the definitions: VPP reads it as 4 bytes.
  ["sock_init_shm", { requested_size: 1 << 26 }],
  ["rpc_call", { function: 4096 }],
  ["cli", { cmd_in_shmem: 4096 }],
  ["nat44_ei_user_session_dump"],
  ["nat44_ei_user_session_v2_dump"],
  ["pnat_flow_lookup"],
  ["selog_event_type_string_dump"],
  ["selog_event_type_string_dump", { event_type_index: 1_000_000 }],
  ["trace_set_filter_function"],
  ["pcap_set_filter_function"],
];

/** Guarded, and harmless with these values. */
const FINE: readonly [name: string, fields: Fields][] = [
  ["graph_node_get", { cursor: ALL, index: 5 }],
  ["graph_node_get", { cursor: ALL, index: ALL, name: "ip4-input" }],
  ["graph_node_get", { cursor: ALL, index: 900_000 }],
  ["cli", {}],
  ["trace_set_filter_function", { filter_function_name: "vnet_is_packet_traced" }],
  ["pcap_set_filter_function", { filter_function_name: "vnet_is_packet_traced" }],
  ["ip_reassembly_set", { timeout_ms: 100, max_reassemblies: 1024, expire_walk_interval_ms: 10_000 }],
];

const label = (name: string, fields: Fields = {}): string =>
  Object.keys(fields).length === 0 ? name : `${name} ${JSON.stringify(fields)}`;

/** As anyone calls it who doesn't know its kind. */
function call(client: { api: object }, name: string, fields: Fields = {}, options: object = {}) {
  const method = Reflect.get(client.api, name) as (
    fields: object,
    options: object,
  ) => { toArray(): Promise<Fields[]> };
  return method(fields, options).toArray();
}

const plugins = "all";
const heapSize = "1G";

describe("requests that VPP doesn't survive", { skip: skipWithoutVpp }, () => {
  it("are refused, with the reason, and VPP goes on", async () => {
    await using vpp = await startVpp({ plugins, heapSize });
    await using client = await connect({ socket: vpp.apiSocket, reconnect: false });
    for (const [name, fields] of [...DEADLY, ["ip_reassembly_set"] as const]) {
      const refused = (error: unknown): boolean =>
        error instanceof VppStateError &&
        error.message.startsWith(`${name}: refused without { unsafe: true }: `);
      await assert.rejects(call(client, name, fields), refused, label(name, fields));
      assert.throws(() => client.send(name, fields), refused);
    }
    for (const [name, fields] of FINE) await call(client, name, fields, { check: false });
    await client.call("control_ping");
    assert.ok(vpp.running);
  });

  for (const [name, fields] of DEADLY) {
    it(`${label(name, fields)} kills it when told to let it through`, async () => {
      await using vpp = await startVpp({ plugins, heapSize });
      await using client = await connect({ socket: vpp.apiSocket, reconnect: false });
      await assert.rejects(call(client, name, fields, { unsafe: true }), VppConnectionError);
      assert.notEqual((await vpp.exited).signal, null);
    });
  }

  it("ip_reassembly_set without an interval hangs it", async () => {
    await using vpp = await startVpp();
    const client = await connect({ socket: vpp.apiSocket, reconnect: false, unsafe: true });
    await client.call("ip_reassembly_set", {});
    await assert.rejects(client.call("show_version", {}, { timeout: 2000 }), VppTimeoutError);
    await vpp.kill("SIGKILL");
    await client.close();
  });

  it("sockclnt_delete of another client kills it", async () => {
    await using vpp = await startVpp();
    await using one = await connect({ socket: vpp.apiSocket, reconnect: false });
    await using two = await connect({ socket: vpp.apiSocket, reconnect: false });
    // Slots are given in order, from 1: the listening socket has 0.
    const index = 0x8000_0001;
    await assert.rejects(two.call("sockclnt_delete", { index }), VppStateError);
    await one.call("show_version");
    assert.deepEqual(await two.call("sockclnt_delete", { index }, { unsafe: true, check: false }), {
      response: 1,
    });
    await assert.rejects(one.call("show_version"), VppConnectionError);
    assert.notEqual((await vpp.exited).signal, null);
  });

  it("those of a plugin that is set up pass when told to", async () => {
    await using vpp = await startVpp({ plugins, heapSize });
    await using client = await connect({ socket: vpp.apiSocket, reconnect: false });
    await client.call("nat44_ei_plugin_enable_disable", { enable: true });
    for (const name of ["nat44_ei_user_session_dump", "nat44_ei_user_session_v2_dump"]) {
      assert.deepEqual(await call(client, name, {}, { unsafe: true }), []);
    }
    assert.ok(vpp.running);
  });
});

describe("a request that VPP leaves unanswered", { skip: skipWithoutVpp }, () => {
  it("times out with a word of it", async () => {
    await using vpp = await startVpp({ plugins: ["ikev2"] });
    await using client = await connect({ socket: vpp.apiSocket, reconnect: false });
    await assert.rejects(client.call("ikev2_nonce_get", {}, { timeout: 200 }), {
      name: "VppTimeoutError",
      message: "ikev2_nonce_get: no answer (VPP 26.06 leaves some of these unanswered) within 200 ms",
    });
    await client.call("control_ping");
  });
});
