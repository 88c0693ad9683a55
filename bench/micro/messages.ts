// Ten messages with values as they come by, and the code that one would write by hand for each.
import type { Fields, Source } from "../../src/codec/index.ts";
import { aclAddReplace } from "./hand/acl.ts";
import type { HandCodec } from "./hand/codec.ts";
import {
  ipNeighborDetails,
  swInterfaceDetails,
  swInterfaceEvent,
  swInterfaceSetFlags,
} from "./hand/interfaces.ts";
import { ipRouteAddDel, ipRouteDetails } from "./hand/routes.ts";
import { cliInbandReply, controlPing, showVersionReply } from "./hand/session.ts";

export interface Sample {
  readonly fields: Fields;
  readonly hand: Pick<HandCodec<never>, "encode"> & { decode(source: Source): unknown };
}

const RULE = {
  is_permit: 1,
  src_prefix: "10.1.0.0/16",
  dst_prefix: "192.0.2.0/24",
  proto: 6,
  srcport_or_icmptype_first: 0,
  srcport_or_icmptype_last: 65_535,
  dstport_or_icmpcode_first: 443,
  dstport_or_icmpcode_last: 443,
  tcp_flags_mask: 0,
  tcp_flags_value: 0,
};

const INTERFACE = {
  sw_if_index: 7,
  sup_sw_if_index: 7,
  l2_address: "de:ad:00:00:00:06",
  flags: 3,
  type: 0,
  link_duplex: 0,
  link_speed: 10_000_000,
  link_mtu: 9000,
  mtu: [9000, 0, 0, 0],
  sub_id: 0,
  sub_number_of_tags: 0,
  sub_outer_vlan_id: 0,
  sub_inner_vlan_id: 0,
  sub_if_flags: 0,
  vtr_op: 0,
  vtr_push_dot1q: 0,
  vtr_tag1: 0,
  vtr_tag2: 0,
  outer_tag: 0,
  b_dmac: "00:00:00:00:00:00",
  b_smac: "00:00:00:00:00:00",
  b_vlanid: 0,
  i_sid: 0,
  interface_name: "TenGigabitEthernet3/0/1",
  interface_dev_type: "dpdk",
  tag: "",
};

/** As a caller writes it. */
const ROUTE = {
  table_id: 0,
  prefix: "10.1.2.3/32",
  paths: [{ sw_if_index: 0xffff_ffff, weight: 1, type: 2 }],
};

/** As it comes back. */
const ROUTE_READ = {
  table_id: 0,
  stats_index: 17,
  prefix: "10.1.2.3/32",
  paths: [
    {
      sw_if_index: 7,
      table_id: 0,
      rpf_id: 0,
      weight: 1,
      preference: 0,
      type: 0,
      flags: 0,
      proto: 0,
      nh: {
        address: { ip4: "192.0.2.1", ip6: "c000:201::" },
        via_label: 0,
        obj_id: 0,
        classify_table_index: 0,
      },
      n_labels: 0,
      label_stack: Array.from({ length: 16 }, () => ({ is_uniform: 0, label: 0, ttl: 0, exp: 0 })),
    },
  ],
};

export const SAMPLES: Readonly<Record<string, Sample>> = {
  control_ping: { fields: {}, hand: controlPing },
  show_version_reply: {
    fields: {
      retval: 0,
      program: "vpe",
      version: "26.06-release",
      build_date: "2026-06-24T12:00:00",
      build_directory: "/build/vpp",
    },
    hand: showVersionReply,
  },
  cli_inband_reply: {
    fields: { retval: 0, reply: "vpp v26.06-release built by root on build at 2026-06-24T12:00:00\n" },
    hand: cliInbandReply,
  },
  sw_interface_set_flags: { fields: { sw_if_index: 7, flags: 1 }, hand: swInterfaceSetFlags },
  sw_interface_event: {
    fields: { pid: 4711, sw_if_index: 7, flags: 3, deleted: false },
    hand: swInterfaceEvent,
  },
  sw_interface_details: { fields: INTERFACE, hand: swInterfaceDetails },
  ip_neighbor_details: {
    fields: {
      age: 1.5,
      neighbor: { sw_if_index: 7, flags: 1, mac_address: "02:fe:00:00:00:01", ip_address: "192.0.2.7" },
    },
    hand: ipNeighborDetails,
  },
  ip_route_add_del: { fields: { is_add: true, is_multipath: false, route: ROUTE }, hand: ipRouteAddDel },
  ip_route_details: { fields: { route: ROUTE_READ }, hand: ipRouteDetails },
  acl_add_replace: {
    fields: { acl_index: 0xffff_ffff, tag: "web", r: [RULE, RULE, RULE, RULE] },
    hand: aclAddReplace,
  },
};
