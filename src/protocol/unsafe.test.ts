import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { guardOf } from "./unsafe.ts";

const ALL = 0xffff_ffff;
const OWN = 0x8000_0001;

function refused(name: string, fields: Record<string, unknown> = {}): boolean {
  return (guardOf(name)?.(fields, OWN) ?? null) !== null;
}

describe("requests that VPP doesn't survive", () => {
  it("are refused whatever they carry", () => {
    for (const name of [
      "get_node_graph",
      "memclnt_create",
      "memclnt_create_v2",
      "memclnt_delete",
      "rpc_call",
    ]) {
      assert.ok(refused(name), name);
    }
    assert.ok(refused("sock_init_shm", { requested_size: 4096 }));
  });
  it("are refused for the values that hurt", () => {
    assert.ok(refused("sockclnt_delete", { index: OWN + 1 }));
    assert.ok(!refused("sockclnt_delete", { index: OWN }));
    assert.ok(refused("cli", { cmd_in_shmem: 4096n }));
  });
  it("leave the lookup of one graph node, and refuse the walk over all", () => {
    assert.ok(refused("graph_node_get"), "an absent cursor is 0, which walks");
    assert.ok(refused("graph_node_get", { index: 5 }));
    assert.ok(refused("graph_node_get", { name: "ip4-input" }));
    assert.ok(refused("graph_node_get", { cursor: ALL, index: ALL }));
    assert.ok(refused("graph_node_get", { cursor: ALL, index: ALL, flags: 1 }));
    assert.ok(!refused("graph_node_get", { cursor: ALL, index: 5 }));
    assert.ok(!refused("graph_node_get", { cursor: ALL, index: ALL, name: "ip4-input" }));
  });
  it("are refused where a field is missing that VPP needs", () => {
    assert.ok(refused("ip_reassembly_set"));
    assert.ok(refused("ip_reassembly_set", { expire_walk_interval_ms: 0 }));
    assert.ok(!refused("ip_reassembly_set", { expire_walk_interval_ms: 10_000 }));
    for (const name of ["trace_set_filter_function", "pcap_set_filter_function"]) {
      assert.ok(refused(name));
      assert.ok(refused(name, { filter_function_name: "" }));
      assert.ok(!refused(name, { filter_function_name: "vnet_is_packet_traced" }));
    }
  });
  it("are refused where only VPP knows", () => {
    for (const name of [
      "nat44_ei_user_session_dump",
      "nat44_ei_user_session_v2_dump",
      "pnat_flow_lookup",
      "selog_event_type_string_dump",
    ]) {
      assert.match(guardOf(name)?.({}, OWN) ?? "", /only VPP can tell/);
    }
  });
  it("are few: others pass", () => {
    for (const name of ["show_version", "toString", "__proto__"]) assert.equal(guardOf(name), null);
  });
});
