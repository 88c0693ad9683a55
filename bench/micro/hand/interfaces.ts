import { formatAddress } from "../../../src/codec/text/address.ts";
import { formatMac, parseAddress, parseMac } from "../../../src/codec/text/index.ts";
import { getText, putText, short, u8, u16, u32 } from "./checks.ts";
import type { HandCodec } from "./codec.ts";

interface SetFlags {
  sw_if_index: number;
  flags: number;
}

export const swInterfaceSetFlags: HandCodec<SetFlags> = {
  encode({ bytes, view }, v, id, clientIndex, context) {
    if (bytes.length < 18) short("sw_interface_set_flags");
    view.setUint16(0, id);
    view.setUint32(2, clientIndex);
    view.setUint32(6, context);
    view.setUint32(10, u32(v.sw_if_index, "sw_if_index"));
    view.setUint32(14, u32(v.flags, "flags"));
    return 18;
  },
  decode({ view, start: o, end }) {
    if (end - o < 18) short("sw_interface_set_flags");
    return { sw_if_index: view.getUint32(o + 10), flags: view.getUint32(o + 14) };
  },
};

interface InterfaceEvent {
  pid: number;
  sw_if_index: number;
  flags: number;
  deleted: boolean;
}

export const swInterfaceEvent: HandCodec<InterfaceEvent> = {
  encode({ bytes, view }, v, id, clientIndex) {
    if (bytes.length < 19) short("sw_interface_event");
    view.setUint16(0, id);
    view.setUint32(2, clientIndex);
    view.setUint32(6, u32(v.pid, "pid"));
    view.setUint32(10, u32(v.sw_if_index, "sw_if_index"));
    view.setUint32(14, u32(v.flags, "flags"));
    view.setUint8(18, v.deleted ? 1 : 0);
    return 19;
  },
  decode({ view, start: o, end }) {
    if (end - o < 19) short("sw_interface_event");
    return {
      pid: view.getUint32(o + 6),
      sw_if_index: view.getUint32(o + 10),
      flags: view.getUint32(o + 14),
      deleted: view.getUint8(o + 18) !== 0,
    };
  },
};

interface Neighbor {
  age: number;
  neighbor: { sw_if_index: number; flags: number; mac_address: string; ip_address: string };
}

export const ipNeighborDetails: HandCodec<Neighbor> = {
  encode({ bytes, view }, v, id, _clientIndex, context) {
    if (bytes.length < 42) short("ip_neighbor_details");
    view.setUint16(0, id);
    view.setUint32(2, context);
    view.setFloat64(6, v.age, true);
    const n = v.neighbor;
    view.setUint32(14, u32(n.sw_if_index, "sw_if_index"));
    view.setUint8(18, u8(n.flags, "flags"));
    if (!parseMac(n.mac_address, bytes, 19)) throw new RangeError("mac_address");
    const family = parseAddress(n.ip_address, bytes, 26);
    if (family < 0) throw new RangeError("ip_address");
    view.setUint8(25, family);
    return 42;
  },
  decode({ bytes, view, start: o, end }) {
    if (end - o < 42) short("ip_neighbor_details");
    return {
      age: view.getFloat64(o + 6, true),
      neighbor: {
        sw_if_index: view.getUint32(o + 14),
        flags: view.getUint8(o + 18),
        mac_address: formatMac(bytes, o + 19),
        ip_address: formatAddress(view.getUint8(o + 25), bytes, o + 26) ?? "?",
      },
    };
  },
};

interface Details {
  sw_if_index: number;
  sup_sw_if_index: number;
  l2_address: string;
  flags: number;
  type: number;
  link_duplex: number;
  link_speed: number;
  link_mtu: number;
  mtu: number[];
  sub_id: number;
  sub_number_of_tags: number;
  sub_outer_vlan_id: number;
  sub_inner_vlan_id: number;
  sub_if_flags: number;
  vtr_op: number;
  vtr_push_dot1q: number;
  vtr_tag1: number;
  vtr_tag2: number;
  outer_tag: number;
  b_dmac: string;
  b_smac: string;
  b_vlanid: number;
  i_sid: number;
  interface_name: string;
  interface_dev_type: string;
  tag: string;
}

export const swInterfaceDetails: HandCodec<Details> = {
  encode({ bytes, view }, v, id, _clientIndex, context) {
    if (bytes.length < 295) short("sw_interface_details");
    view.setUint16(0, id);
    view.setUint32(2, context);
    view.setUint32(6, u32(v.sw_if_index, "sw_if_index"));
    view.setUint32(10, u32(v.sup_sw_if_index, "sup_sw_if_index"));
    if (!parseMac(v.l2_address, bytes, 14)) throw new RangeError("l2_address");
    view.setUint32(20, u32(v.flags, "flags"));
    view.setUint32(24, u32(v.type, "type"));
    view.setUint32(28, u32(v.link_duplex, "link_duplex"));
    view.setUint32(32, u32(v.link_speed, "link_speed"));
    view.setUint16(36, u16(v.link_mtu, "link_mtu"));
    if (v.mtu.length > 4) throw new RangeError("mtu");
    for (let i = 0; i < v.mtu.length; i++) view.setUint32(38 + 4 * i, u32(v.mtu[i]!, "mtu"));
    view.setUint32(54, u32(v.sub_id, "sub_id"));
    view.setUint8(58, u8(v.sub_number_of_tags, "sub_number_of_tags"));
    view.setUint16(59, u16(v.sub_outer_vlan_id, "sub_outer_vlan_id"));
    view.setUint16(61, u16(v.sub_inner_vlan_id, "sub_inner_vlan_id"));
    view.setUint32(63, u32(v.sub_if_flags, "sub_if_flags"));
    view.setUint32(67, u32(v.vtr_op, "vtr_op"));
    view.setUint32(71, u32(v.vtr_push_dot1q, "vtr_push_dot1q"));
    view.setUint32(75, u32(v.vtr_tag1, "vtr_tag1"));
    view.setUint32(79, u32(v.vtr_tag2, "vtr_tag2"));
    view.setUint16(83, u16(v.outer_tag, "outer_tag"));
    if (!parseMac(v.b_dmac, bytes, 85)) throw new RangeError("b_dmac");
    if (!parseMac(v.b_smac, bytes, 91)) throw new RangeError("b_smac");
    view.setUint16(97, u16(v.b_vlanid, "b_vlanid"));
    view.setUint32(99, u32(v.i_sid, "i_sid"));
    putText(bytes, 103, v.interface_name, 64, "interface_name");
    putText(bytes, 167, v.interface_dev_type, 64, "interface_dev_type");
    putText(bytes, 231, v.tag, 64, "tag");
    return 295;
  },
  decode({ bytes, view, start: o, end }) {
    if (end - o < 295) short("sw_interface_details");
    return {
      sw_if_index: view.getUint32(o + 6),
      sup_sw_if_index: view.getUint32(o + 10),
      l2_address: formatMac(bytes, o + 14),
      flags: view.getUint32(o + 20),
      type: view.getUint32(o + 24),
      link_duplex: view.getUint32(o + 28),
      link_speed: view.getUint32(o + 32),
      link_mtu: view.getUint16(o + 36),
      mtu: [view.getUint32(o + 38), view.getUint32(o + 42), view.getUint32(o + 46), view.getUint32(o + 50)],
      sub_id: view.getUint32(o + 54),
      sub_number_of_tags: view.getUint8(o + 58),
      sub_outer_vlan_id: view.getUint16(o + 59),
      sub_inner_vlan_id: view.getUint16(o + 61),
      sub_if_flags: view.getUint32(o + 63),
      vtr_op: view.getUint32(o + 67),
      vtr_push_dot1q: view.getUint32(o + 71),
      vtr_tag1: view.getUint32(o + 75),
      vtr_tag2: view.getUint32(o + 79),
      outer_tag: view.getUint16(o + 83),
      b_dmac: formatMac(bytes, o + 85),
      b_smac: formatMac(bytes, o + 91),
      b_vlanid: view.getUint16(o + 97),
      i_sid: view.getUint32(o + 99),
      interface_name: getText(bytes, o + 103, 64),
      interface_dev_type: getText(bytes, o + 167, 64),
      tag: getText(bytes, o + 231, 64),
    };
  },
};
