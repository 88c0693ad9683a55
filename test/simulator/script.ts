// The same requests for the simulator and a real VPP, and how their answers are made comparable.
import type { Fields } from "../../src/codec/index.ts";
import type { RawClient } from "./raw-client.ts";

export type Step =
  | readonly ["call" | "dump" | "get", string, Fields?]
  /** As many events as named are waited for. */
  | readonly ["events", number];

export const NONE = 0xffff_ffff;
export const call = (name: string, fields: Fields = {}): Step => ["call", name, fields];
export const dump = (name: string, fields: Fields = {}): Step => ["dump", name, fields];

const address = (sw_if_index: number, prefix: string, is_add = true) =>
  call("sw_interface_add_del_address", { sw_if_index, prefix, is_add });
const up = (sw_if_index: number, isUp = true) =>
  call("sw_interface_set_flags", { sw_if_index, flags: isUp ? 1 : 0 });
const interfaces = dump("sw_interface_dump", { sw_if_index: NONE });
const routes = (table_id = 0, is_ip6 = false) => dump("ip_route_dump", { table: { table_id, is_ip6 } });

export const interfaceSteps: readonly Step[] = [
  call("want_interface_events", { enable_disable: 1, pid: 1 }),
  call("want_interface_events", { enable_disable: 1, pid: 1 }),
  call("want_interface_events", { enable_disable: 0, pid: 1 }),
  call("want_interface_events", { enable_disable: 0, pid: 1 }),
  call("want_interface_events", { enable_disable: 1, pid: 77 }),
  call("create_loopback"),
  ["events", 1],
  call("create_loopback", { mac_address: "02:00:00:00:00:01" }),
  call("create_loopback_instance", { is_specified: true, user_instance: 1 }),
  call("create_loopback_instance", { is_specified: true, user_instance: 7 }),
  call("create_loopback_instance", { is_specified: true, user_instance: 20_000 }),
  call("create_loopback_instance", { is_specified: false, user_instance: 5 }),
  ["events", 3],
  up(1),
  ["events", 1],
  up(1),
  up(99),
  call("create_vlan_subif", { sw_if_index: 1, vlan_id: 100 }),
  call("create_vlan_subif", { sw_if_index: 1, vlan_id: 100 }),
  call("create_vlan_subif", { sw_if_index: 1, vlan_id: 0 }),
  call("create_vlan_subif", { sw_if_index: 1, vlan_id: 4096 }),
  call("create_vlan_subif", { sw_if_index: 99, vlan_id: 5 }),
  call("create_subif", {
    sw_if_index: 1,
    sub_id: 200,
    sub_if_flags: ["SUB_IF_API_FLAG_TWO_TAGS", "SUB_IF_API_FLAG_EXACT_MATCH"],
    outer_vlan_id: 200,
    inner_vlan_id: 300,
  }),
  call("create_subif", { sw_if_index: 1, sub_id: 200 }),
  ["events", 2],
  call("create_vlan_subif", { sw_if_index: 2, vlan_id: 5 }),
  up(7),
  interfaces,
  up(5),
  up(5, false),
  ["events", 3],
  call("delete_subif", { sw_if_index: 1 }),
  call("delete_subif", { sw_if_index: 99 }),
  call("sw_interface_set_mtu", { sw_if_index: 1, mtu: [1400, 1300, 1280, 0] }),
  call("sw_interface_set_mtu", { sw_if_index: 99, mtu: [1400, 1300, 1280, 0] }),
  ...[0, 1, 5].map((sw_if_index) => call("hw_interface_set_mtu", { sw_if_index, mtu: 1600 })),
  call("sw_interface_tag_add_del", { sw_if_index: 1, is_add: true, tag: "uplink" }),
  call("sw_interface_tag_add_del", { sw_if_index: 2, is_add: true, tag: "" }),
  ...[0, 1, 5, 99].map((sw_if_index) =>
    call("sw_interface_set_mac_address", { sw_if_index, mac_address: "02:11:22:33:44:55" }),
  ),
  ...[0, 1, 5, 99].map((sw_if_index) => call("sw_interface_get_mac_address", { sw_if_index })),
  ...[0, 1, 99].map((sw_if_index) => call("sw_interface_set_promisc", { sw_if_index, promisc_on: true })),
  interfaces,
  dump("sw_interface_dump", { sw_if_index: NONE, name_filter_valid: true, name_filter: "OOP0" }),
  dump("sw_interface_dump", { sw_if_index: 2 }),
  dump("sw_interface_dump", { sw_if_index: 99 }),
  call("delete_subif", { sw_if_index: 5 }),
  ["events", 1],
  call("delete_loopback", { sw_if_index: 1 }),
  ["events", 2],
  call("delete_loopback", { sw_if_index: 1 }),
  call("delete_loopback", { sw_if_index: 0 }),
  interfaces,
  call("create_loopback"),
  ["events", 1],
  interfaces,
];

export const addressSteps: readonly Step[] = [
  call("create_loopback"),
  call("create_loopback"),
  call("create_loopback"),
  // With addresses there VPP compares with a mask from beyond its table: what it answers then is chance.
  call("sw_interface_add_del_address", {
    sw_if_index: 3,
    is_add: true,
    prefix: { address: "10.9.5.3", len: 33 },
  }),
  address(1, "10.0.0.1/24"),
  address(1, "10.0.0.1/24"),
  address(1, "10.0.0.1/25"),
  address(1, "10.0.0.2/24"),
  address(2, "10.0.0.3/24"),
  address(0, "10.9.5.3/24"),
  call("sw_interface_add_del_address", {
    sw_if_index: 3,
    is_add: true,
    prefix: { address: "2001:db8:9::1", len: 129 },
  }),
  address(99, "10.9.5.3/24"),
  address(2, "2001:db8::1/64"),
  address(2, "2001:db8::1/64"),
  address(3, "2001:db8::2/65"),
  address(2, "fe80::5/64"),
  address(2, "fe80::5/128"),
  address(2, "fe80::5/128", false),
  address(2, "10.1.0.3/24", false),
  address(2, "10.0.0.1/24", false),
  routes(),
  up(1),
  up(2),
  address(2, "10.7.0.1/31"),
  address(2, "10.8.0.1/32"),
  address(2, "10.11.0.1/30"),
  address(2, "2001:db8:7::1/128"),
  routes(),
  routes(0, true),
  dump("ip_address_dump", { sw_if_index: 2 }),
  dump("ip_address_dump", { sw_if_index: 2, is_ipv6: true }),
  dump("ip_address_dump", { sw_if_index: 99 }),
  dump("ip_dump", {}),
  call("sw_interface_set_table", { sw_if_index: 3, vrf_id: 5 }),
  call("ip_table_add_del", { table: { table_id: 5, name: "five" } }),
  call("ip_table_add_del", { table: { table_id: 5, name: "other" } }),
  call("ip_table_add_del_v2", { table: { table_id: 6, is_ip6: true } }),
  call("sw_interface_set_table", { sw_if_index: 1, vrf_id: 5 }),
  call("sw_interface_set_table", { sw_if_index: 3, vrf_id: 5 }),
  call("sw_interface_get_table", { sw_if_index: 3 }),
  call("sw_interface_get_table", { sw_if_index: 3, is_ipv6: true }),
  call("sw_interface_get_table", { sw_if_index: 99 }),
  call("ip_table_allocate", { table: { table_id: 9 } }),
  dump("ip_table_dump"),
  routes(5),
  routes(6, true),
  routes(55),
  call("ip_table_add_del", { is_add: false, table: { table_id: 5 } }),
  call("ip_table_add_del", { is_add: false, table: { table_id: 9 } }),
  dump("ip_table_dump"),
  call("ip_table_flush", { table: { table_id: 55 } }),
  address(1, "10.0.0.1/24", false),
  address(2, "2001:db8::1/64", false),
  call("sw_interface_add_del_address", { sw_if_index: 2, del_all: true }),
  dump("ip_address_dump", { sw_if_index: 2 }),
  up(1, false),
  up(2, false),
  routes(),
  routes(0, true),
  call("cli_inband", { cmd: "show interface address" }),
  call("cli_inband", { cmd: "show nonsense" }),
  call("cli_inband", { cmd: "nonsense and more" }),
];

type Path = Record<string, unknown>;
const path = (more: Path = {}): Path => ({
  sw_if_index: 1,
  weight: 1,
  nh: { address: { ip4: "10.0.0.2" } },
  ...more,
});
const via = (ip4: string, more: Path = {}) => path({ nh: { address: { ip4 } }, ...more });
const route = (prefix: string, paths: Path[], more: Path = {}, is_multipath = false, is_add = true) =>
  call("ip_route_add_del", { is_add, is_multipath, route: { prefix, paths, ...more } });
const lookup = (prefix: string, exact: number, more: Fields = {}) =>
  call("ip_route_lookup", { prefix, exact, ...more });

export const routeSteps: readonly Step[] = [
  call("create_loopback"),
  address(1, "10.0.0.1/24"),
  up(1),
  route("10.1.0.0/24", [path()]),
  route("10.1.0.7/24", [path({ weight: 0 })]),
  call("ip_route_add_del", {
    is_add: true,
    route: { prefix: { address: "10.2.0.0", len: 33 }, paths: [path()] },
  }),
  route("10.2.0.0/24", []),
  route("10.2.0.0/24", [], {}, true),
  route("10.2.0.0/24", [], {}, false, false),
  route("10.3.0.0/24", [path({ sw_if_index: 99 })]),
  route("10.3.1.0/24", [path({ sw_if_index: NONE, table_id: 7 })]),
  route("10.3.2.0/24", [path()], { table_id: 7 }),
  ...[1, 2, 5, 6].map((type, i) => route(`10.4.${i}.0/24`, [path({ type })])),
  route("10.4.9.0/24", [path({ proto: 9 })]),
  route("10.5.0.0/24", [via("10.0.0.4", { preference: 1 }), via("10.0.0.3", { weight: 3 }), path()]),
  route("10.6.0.0/24", [path()]),
  route("10.6.0.0/24", [via("10.0.0.3")], {}, true),
  route("10.6.0.0/24", [via("10.0.0.7")], {}, true),
  route("10.6.0.0/24", [path()], {}, true),
  route("10.7.0.0/24", [path({ nh: {} })]),
  route("10.7.1.0/24", [path({ nh: {}, sw_if_index: NONE })]),
  route("10.7.2.0/24", [path({ flags: 1 })]),
  route("10.7.4.0/24", [path({ n_labels: 1, label_stack: [{ is_uniform: 1, label: 33, ttl: 64, exp: 1 }] })]),
  route("10.7.5.0/24", [path({ rpf_id: 5 })]),
  route("10.0.0.9/32", [via("10.0.0.9")]),
  route("0.0.0.0/0", [path()]),
  route("10.0.0.0/24", [path()]),
  route("2001:db8:1::/48", [path({ proto: 1, nh: { address: { ip6: "2001:db8::9" } } })]),
  route("10.8.0.0/24", [path({ proto: 1, nh: { address: { ip6: "2001:db8::9" } } })]),
  routes(),
  routes(0, true),
  dump("ip_route_v2_dump", { table: {} }),
  dump("ip_route_v2_dump", { src: 8, table: {} }),
  route("10.6.0.0/24", [path()], {}, true, false),
  route("10.6.0.0/24", [via("10.0.0.77")], {}, true, false),
  routes(),
  ...["10.0.0.3", "10.0.0.7"].map((hop) => route("10.6.0.0/24", [via(hop)], {}, true, false)),
  route("0.0.0.0/0", [], {}, false, false),
  route("10.0.0.0/24", [], {}, false, false),
  route("10.99.0.0/24", [], {}, false, false),
  route("10.99.0.0/24", [path()], {}, true, false),
  routes(),
  lookup("10.1.0.5/32", 0),
  lookup("10.1.0.5/32", 1),
  lookup("10.1.0.0/24", 1),
  lookup("10.1.0.9/24", 1),
  lookup("10.1.0.0/16", 0),
  lookup("11.0.0.1/32", 0),
  lookup("2001:db8:1::5/128", 0),
  lookup("10.0.0.77/32", 0),
  lookup("1.1.1.1/32", 0, { table_id: 8 }),
  ...["10.1.0.5/32", "10.0.0.1/32", "0.0.0.0/0"].map((prefix) => call("ip_route_lookup_v2", { prefix })),
  call("ip_route_add_del_v2", { is_add: true, route: { prefix: "10.44.0.0/24", src: 0, paths: [path()] } }),
  dump("ip_route_v2_dump", { table: {} }),
  call("ip_table_flush", { table: {} }),
  routes(),
];

const neighbour = (more: Fields = {}, is_add = true) =>
  call("ip_neighbor_add_del", {
    is_add,
    neighbor: { sw_if_index: 1, flags: 1, mac_address: "02:00:00:00:00:09", ip_address: "10.0.0.9", ...more },
  });
const neighbours = (af: number, sw_if_index = NONE) => dump("ip_neighbor_dump", { af, sw_if_index });

export const neighbourSteps: readonly Step[] = [
  call("create_loopback"),
  address(1, "10.0.0.1/24"),
  up(1),
  neighbour(),
  neighbour(),
  neighbour({ mac_address: "02:00:00:00:00:0a" }),
  neighbour({ flags: 0 }),
  neighbour({ sw_if_index: 99 }),
  neighbour({ sw_if_index: 0 }),
  neighbour({ ip_address: "10.77.0.1", flags: 0 }),
  neighbour({ ip_address: "2001:db8::5", flags: 2 }),
  neighbour({ ip_address: "10.0.0.50", flags: 3 }),
  ...[NONE, 1, 99].map((index) => neighbours(0, index)),
  neighbours(1),
  routes(),
  neighbour({ ip_address: "10.0.0.33" }, false),
  neighbour({}, false),
  call("ip_neighbor_flush", { af: 0, sw_if_index: 99 }),
  call("ip_neighbor_flush", { af: 0, sw_if_index: NONE }),
  neighbours(0),
  neighbours(1),
  ["get", "ip_path_mtu_get", { cursor: 0 }],
  ...["10.5.5.5", "10.5.5.6", "2001:db8::77"].map((nh) =>
    call("ip_path_mtu_update", { pmtu: { nh, path_mtu: 1400 } }),
  ),
  call("ip_path_mtu_update", { pmtu: { nh: "10.5.5.5", path_mtu: 1450 } }),
  call("ip_path_mtu_update", { pmtu: { table_id: 9, nh: "10.5.5.5", path_mtu: 1450 } }),
  ["get", "ip_path_mtu_get", { cursor: 77 }],
  ["get", "ip_path_mtu_get", { cursor: NONE }],
  call("ip_path_mtu_update", { pmtu: { nh: "10.5.5.5", path_mtu: 0 } }),
  call("ip_path_mtu_update", { pmtu: { nh: "10.5.5.5", path_mtu: 0 } }),
  call("ip_path_mtu_replace_begin"),
  call("ip_path_mtu_update", { pmtu: { nh: "10.5.5.6", path_mtu: 1200 } }),
  call("ip_path_mtu_replace_end"),
  ["get", "ip_path_mtu_get", { cursor: NONE }],
  call("get_f64_endian_value", { f64_one: 1 }),
  call("get_f64_endian_value", { f64_one: 2 }),
  call("get_f64_increment_by_one", { f64_value: 1.5 }),
  call("api_versions"),
  call("get_first_msg_id", { name: "nothing_12345678" }),
];

/** Runs steps; what comes back is fit to be compared: no pids, ages or indexes that one VPP has otherwise than another. */
export async function run(client: RawClient, steps: readonly Step[]): Promise<string[]> {
  const out: string[] = [];
  for (const step of steps) {
    const [kind, name, fields] = step;
    const asked = `${kind} ${name} ${JSON.stringify(fields ?? {})}`;
    if (kind === "call") out.push(`${asked} -> ${shown(await client.call(name, fields))}`);
    else if (kind === "get") out.push(`${asked} -> ${shown(await client.get(name, fields))}`);
    else if (kind === "events") {
      for (let i = 0; i < name; i++) out.push(`event ${shown(await client.event("sw_interface_event"))}`);
    } else {
      // VPP gives what lies in hashes in no order.
      const all = (await client.dump(name, fields)).map(shown).sort();
      out.push(asked, ...all.map((line) => `  ${line}`));
    }
  }
  return out;
}

const OWN_BUSINESS = new Set(["stats_index", "age"]);

function shown(value: unknown): string {
  return JSON.stringify(value, (key, x) => {
    if (OWN_BUSINESS.has(key)) return undefined;
    return typeof x === "bigint" ? String(x) : x;
  });
}
