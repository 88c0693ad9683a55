import type { Source } from "../../../src/codec/index.ts";
import {
  formatIp4,
  formatIp6,
  formatPrefix,
  parseIp4,
  parseIp6,
  parsePrefix,
} from "../../../src/codec/text/index.ts";
import { short, u8, u32 } from "./checks.ts";
import type { HandCodec, Out } from "./codec.ts";

interface Label {
  is_uniform: number;
  label: number;
  ttl: number;
  exp: number;
}

interface NextHop {
  address: { ip4?: string; ip6?: string };
  via_label: number;
  obj_id: number;
  classify_table_index: number;
}

/** As it is read; to be written, what is zero may be left out. */
interface Path {
  sw_if_index: number;
  table_id?: number;
  rpf_id?: number;
  weight?: number;
  preference?: number;
  type?: number;
  flags?: number;
  proto?: number;
  nh?: NextHop;
  n_labels?: number;
  label_stack?: Label[];
}

interface Route {
  table_id: number;
  stats_index?: number;
  prefix: string;
  paths: Path[];
}

const LABELS = 16;
const LABEL_SIZE = 7;
const PATH_SIZE = 55 + LABELS * LABEL_SIZE;
const FIXED = 27;

function putPath({ bytes, view }: Out, o: number, p: Path): void {
  view.setUint32(o, u32(p.sw_if_index, "sw_if_index"));
  view.setUint32(o + 4, u32(p.table_id ?? 0, "table_id"));
  view.setUint32(o + 8, u32(p.rpf_id ?? 0, "rpf_id"));
  view.setUint8(o + 12, u8(p.weight ?? 0, "weight"));
  view.setUint8(o + 13, u8(p.preference ?? 0, "preference"));
  view.setUint32(o + 14, u32(p.type ?? 0, "type"));
  view.setUint32(o + 18, u32(p.flags ?? 0, "flags"));
  view.setUint32(o + 22, u32(p.proto ?? 0, "proto"));
  bytes.fill(0, o + 26, o + PATH_SIZE);
  const { nh } = p;
  if (nh !== undefined) {
    const { ip4, ip6 } = nh.address;
    if (ip6 !== undefined) {
      if (!parseIp6(ip6, 0, ip6.length, bytes, o + 26)) throw new RangeError("ip6");
    } else if (ip4 !== undefined && !parseIp4(ip4, 0, ip4.length, bytes, o + 26)) throw new RangeError("ip4");
    view.setUint32(o + 42, u32(nh.via_label, "via_label"));
    view.setUint32(o + 46, u32(nh.obj_id, "obj_id"));
    view.setUint32(o + 50, u32(nh.classify_table_index, "classify_table_index"));
  }
  view.setUint8(o + 54, u8(p.n_labels ?? 0, "n_labels"));
  const labels = p.label_stack;
  if (labels === undefined) return;
  if (labels.length > LABELS) throw new RangeError("label_stack");
  for (let i = 0, at = o + 55; i < labels.length; i++, at += LABEL_SIZE) {
    const label = labels[i]!;
    view.setUint8(at, u8(label.is_uniform, "is_uniform"));
    view.setUint32(at + 1, u32(label.label, "label"));
    view.setUint8(at + 5, u8(label.ttl, "ttl"));
    view.setUint8(at + 6, u8(label.exp, "exp"));
  }
}

function getPath({ bytes, view }: Source, o: number): Required<Path> {
  const label_stack: Label[] = [];
  for (let i = 0, at = o + 55; i < LABELS; i++, at += LABEL_SIZE) {
    label_stack.push({
      is_uniform: view.getUint8(at),
      label: view.getUint32(at + 1),
      ttl: view.getUint8(at + 5),
      exp: view.getUint8(at + 6),
    });
  }
  return {
    sw_if_index: view.getUint32(o),
    table_id: view.getUint32(o + 4),
    rpf_id: view.getUint32(o + 8),
    weight: view.getUint8(o + 12),
    preference: view.getUint8(o + 13),
    type: view.getUint32(o + 14),
    flags: view.getUint32(o + 18),
    proto: view.getUint32(o + 22),
    nh: {
      address: { ip4: formatIp4(bytes, o + 26), ip6: formatIp6(bytes, o + 26) },
      via_label: view.getUint32(o + 42),
      obj_id: view.getUint32(o + 46),
      classify_table_index: view.getUint32(o + 50),
    },
    n_labels: view.getUint8(o + 54),
    label_stack,
  };
}

function putRoute(out: Out, o: number, r: Route): number {
  const { bytes, view } = out;
  const end = o + FIXED + r.paths.length * PATH_SIZE;
  if (bytes.length < end) short("route");
  view.setUint32(o, u32(r.table_id, "table_id"));
  view.setUint32(o + 4, u32(r.stats_index ?? 0, "stats_index"));
  const parsed = parsePrefix(r.prefix, bytes, o + 9);
  if (parsed < 0) throw new RangeError("prefix");
  view.setUint8(o + 8, parsed >> 8);
  view.setUint8(o + 25, parsed & 0xff);
  view.setUint8(o + 26, u8(r.paths.length, "paths"));
  for (let i = 0, at = o + FIXED; i < r.paths.length; i++, at += PATH_SIZE) putPath(out, at, r.paths[i]!);
  return end;
}

function getRoute(source: Source, o: number): Required<Route> {
  const { bytes, view, end } = source;
  if (end - o < FIXED) short("route");
  const count = view.getUint8(o + 26);
  if (end - o - FIXED < count * PATH_SIZE) short("route");
  const paths: Path[] = [];
  for (let i = 0; i < count; i++) paths.push(getPath(source, o + FIXED + i * PATH_SIZE));
  return {
    table_id: view.getUint32(o),
    stats_index: view.getUint32(o + 4),
    prefix: formatPrefix(view.getUint8(o + 8), bytes, o + 9, view.getUint8(o + 25)) ?? "?",
    paths,
  };
}

export const ipRouteAddDel: HandCodec<{ is_add: boolean; is_multipath: boolean; route: Route }> = {
  encode(out, v, id, clientIndex, context) {
    const { bytes, view } = out;
    if (bytes.length < 12) short("ip_route_add_del");
    view.setUint16(0, id);
    view.setUint32(2, clientIndex);
    view.setUint32(6, context);
    view.setUint8(10, v.is_add ? 1 : 0);
    view.setUint8(11, v.is_multipath ? 1 : 0);
    return putRoute(out, 12, v.route);
  },
  decode(source) {
    const { view, start: o, end } = source;
    if (end - o < 12) short("ip_route_add_del");
    return {
      is_add: view.getUint8(o + 10) !== 0,
      is_multipath: view.getUint8(o + 11) !== 0,
      route: getRoute(source, o + 12),
    };
  },
};

export const ipRouteDetails: HandCodec<{ route: Route }> = {
  encode(out, v, id, _clientIndex, context) {
    const { bytes, view } = out;
    if (bytes.length < 6) short("ip_route_details");
    view.setUint16(0, id);
    view.setUint32(2, context);
    return putRoute(out, 6, v.route);
  },
  decode(source) {
    const { start: o, end } = source;
    if (end - o < 6) short("ip_route_details");
    return { route: getRoute(source, o + 6) };
  },
};
