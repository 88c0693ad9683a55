// Bridge domains and access lists: more requests for the simulator and a real VPP.
import type { Fields } from "../../src/codec/index.ts";
import { call, dump, NONE, type Step } from "./script.ts";

const domain = (more: Fields = {}) =>
  call("bridge_domain_add_del", {
    bd_id: 1,
    flood: true,
    uu_flood: true,
    forward: true,
    learn: true,
    is_add: true,
    ...more,
  });
const domains = (bd_id = NONE) => dump("bridge_domain_dump", { bd_id, sw_if_index: NONE });
const bridge = (rx_sw_if_index: number, bd_id: number, more: Fields = {}) =>
  call("sw_interface_set_l2_bridge", { rx_sw_if_index, bd_id, enable: true, ...more });
const mac = (last: number, more: Fields = {}) =>
  call("l2fib_add_del", { mac: `02:00:00:00:01:0${last}`, bd_id: 1, sw_if_index: 2, is_add: true, ...more });
const macs = (bd_id = NONE) => dump("l2_fib_table_dump", { bd_id });

export const bridgeSteps: readonly Step[] = [
  ...[1, 2, 3].map(() => call("create_loopback")),
  domain(),
  domain(),
  domain({ bd_id: 2, mac_age: 5, bd_tag: "tag", arp_term: true }),
  domain({ bd_id: 0 }),
  domain({ bd_id: 0, is_add: false }),
  domain({ bd_id: 9, is_add: false }),
  domain({ bd_id: 0x1000000 }),
  call("bridge_domain_add_del_v2", { bd_id: 44, is_add: true, flood: true }),
  call("bridge_domain_add_del_v2", { bd_id: NONE, is_add: false }),
  bridge(2, 1, { shg: 3 }),
  bridge(3, 1, { port_type: 1 }),
  bridge(99, 1),
  domains(),
  domains(1),
  domains(5),
  domain({ is_add: false }),
  mac(1),
  mac(2, { static_mac: true }),
  mac(3, { filter_mac: true, sw_if_index: NONE }),
  mac(4, { bvi_mac: true, sw_if_index: 3 }),
  mac(5, { bd_id: 9 }),
  mac(6, { sw_if_index: 1 }),
  mac(7, { sw_if_index: 99 }),
  macs(),
  macs(1),
  macs(77),
  mac(9, { is_add: false }),
  mac(1, { is_add: false, sw_if_index: 3 }),
  mac(1, { is_add: false }),
  macs(),
  call("bridge_flags", { bd_id: 1, is_set: true, flags: 16 }),
  call("bridge_flags", { bd_id: 1, is_set: false, flags: 1 }),
  call("bridge_flags", { bd_id: 1, is_set: true, flags: 63 }),
  call("bridge_flags", { bd_id: 0, is_set: true, flags: 1 }),
  call("bridge_flags", { bd_id: 99, is_set: true, flags: 1 }),
  call("l2fib_flush_bd", { bd_id: 9 }),
  call("l2fib_flush_int", { sw_if_index: 99 }),
  bridge(1, 1, { port_type: 1 }),
  bridge(2, 77),
  bridge(3, 2),
  domains(),
  macs(),
  bridge(3, 2, { enable: false }),
  bridge(3, 2, { enable: false }),
  domains(),
];

const rule = (more: Fields = {}): Fields => ({
  is_permit: 1,
  src_prefix: "10.0.0.0/8",
  dst_prefix: "0.0.0.0/0",
  proto: 6,
  srcport_or_icmptype_last: 65535,
  dstport_or_icmpcode_last: 65535,
  ...more,
});
const acl = (more: Fields = {}) =>
  call("acl_add_replace", { acl_index: NONE, tag: "t", r: [rule()], ...more });
const apply = (more: Fields) =>
  call("acl_interface_add_del", { is_add: true, is_input: true, sw_if_index: 1, acl_index: 0, ...more });
const applyAll = (sw_if_index: number, n_input: number, acls: number[]) =>
  call("acl_interface_set_acl_list", { sw_if_index, n_input, acls });

export const aclSteps: readonly Step[] = [
  call("create_loopback"),
  call("create_loopback"),
  call("acl_plugin_get_version"),
  acl(),
  acl({ r: [] }),
  acl({ acl_index: 9 }),
  acl({
    acl_index: 1,
    tag: "new",
    r: [rule({ is_permit: 0 }), rule({ src_prefix: "2001:db8::/32", dst_prefix: "::/0" })],
  }),
  acl({ r: [rule({ src_prefix: "2001:db8::/32" })] }),
  acl({ r: [rule({ src_prefix: "10.0.0.1/8" })] }),
  acl({ r: [rule({ dst_prefix: "10.0.0.1/8" })] }),
  acl({ r: [rule({ srcport_or_icmptype_first: 5, srcport_or_icmptype_last: 4 })] }),
  ...[NONE, 1, 7].map((acl_index) => dump("acl_dump", { acl_index })),
  apply({}),
  apply({}),
  apply({ is_input: false, acl_index: 77 }),
  apply({ sw_if_index: 99 }),
  apply({ is_add: false, is_input: false }),
  ...[0, 77, 2].map((acl_index) => call("acl_del", { acl_index })),
  applyAll(2, 1, [0, 1]),
  call("acl_del", { acl_index: 1 }),
  ...[NONE, 2, 99].map((sw_if_index) => dump("acl_interface_list_dump", { sw_if_index })),
  applyAll(2, 1, [55]),
  applyAll(99, 1, [0]),
  applyAll(2, 2, [0, 0]),
  applyAll(2, 0, []),
  call("acl_del", { acl_index: 1 }),
  acl(),
  dump("acl_dump", { acl_index: NONE }),
];
