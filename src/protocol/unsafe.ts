import type { Fields } from "../codec/descriptor.ts";

/** Why a request must not be sent, or null. */
export type Guard = (fields: Fields, clientIndex: number) => string | null;

const never =
  (why: string): Guard =>
  () =>
    why;

const ALL = 0xffff_ffff;
const SHARED_MEMORY = "VPP crashes: it is for shared-memory clients";
// The tables they look into are made by nat44_ei_plugin_enable_disable only (plugins/nat/nat44-ei/nat44_ei_api.c).
const NAT44_EI: Guard = never(
  "VPP crashes while NAT44-EI is not enabled, which only VPP can tell (nat44_ei_show_running_config)",
);
// A missing name becomes a null pointer (plugins/tracedump/tracedump.c, vnet/interface_api.c).
const NAMED: Guard = ({ filter_function_name: name }) =>
  typeof name === "string" && name !== "" ? null : "VPP crashes of an empty filter_function_name";

/**
 * Requests that VPP 26.06 doesn't survive, whatever they say or for some values, each tried on a real one
 * (test/integration/unsafe.test.ts). Those that only a state of VPP makes deadly are here when they just look.
 */
const GUARDS: Readonly<Record<string, Guard>> = {
  get_node_graph: never("VPP aborts: it answers with a pointer into shared memory"),
  memclnt_create: never(SHARED_MEMORY),
  memclnt_create_v2: never(SHARED_MEMORY),
  memclnt_delete: never(
    "it is for shared-memory clients; VPP ends the subscriptions of whichever client its number means",
  ),
  sock_init_shm: never("its numbers are in host byte order, and VPP crashes of a small size"),
  rpc_call: never("VPP calls the address that it carries"),
  rpc_call_reply: never("it is sent by VPP only"),
  cli: (fields) =>
    Number(fields.cmd_in_shmem ?? 0) === 0 ? null : "VPP reads the address that it carries; use cli_inband",
  // One node is looked up only when the cursor is ~0 (plugins/tracedump/graph_api.c); left out it is 0.
  graph_node_get: (fields) =>
    fields.cursor === ALL && (fields.index !== ALL || (fields.name ?? "") !== "")
      ? null
      : "VPP crashes when asked for more than one node over a socket; give cursor 4294967295 and an index or a name",
  sockclnt_delete: (fields, clientIndex) =>
    fields.index === clientIndex ? null : "VPP crashes when one client deletes another",
  // Without an interval the walk comes back at once, for ever: VPP's main thread does nothing else (vnet/ip/reass).
  ip_reassembly_set: ({ expire_walk_interval_ms: interval }) =>
    Number(interval ?? 0) > 0 ? null : "VPP hangs for good with an expire_walk_interval_ms of 0",
  nat44_ei_user_session_dump: NAT44_EI,
  nat44_ei_user_session_v2_dump: NAT44_EI,
  // The table it looks into is made when the first binding is attached (plugins/nat/pnat/pnat.c).
  pnat_flow_lookup: never(
    "VPP crashes until a PNAT binding is attached, which only VPP can tell (pnat_interfaces_get)",
  ),
  // The index is not compared with the number of event types (plugins/selog/api.c).
  selog_event_type_string_dump: never(
    "VPP crashes of an index beyond its event types, which only VPP can tell (selog_event_type_dump)",
  ),
  trace_set_filter_function: NAMED,
  pcap_set_filter_function: NAMED,
};

/** What a request has to pass before it is sent, where VPP could die of it. */
export function guardOf(name: string): Guard | null {
  return Object.hasOwn(GUARDS, name) ? (GUARDS[name] ?? null) : null;
}
