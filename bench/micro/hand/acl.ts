import { formatPrefix, parsePrefix } from "../../../src/codec/text/index.ts";
import { getText, putText, short, u8, u16, u32 } from "./checks.ts";
import type { HandCodec, Out } from "./codec.ts";

interface Rule {
  is_permit: number;
  src_prefix: string;
  dst_prefix: string;
  proto: number;
  srcport_or_icmptype_first: number;
  srcport_or_icmptype_last: number;
  dstport_or_icmpcode_first: number;
  dstport_or_icmpcode_last: number;
  tcp_flags_mask: number;
  tcp_flags_value: number;
}

interface Acl {
  acl_index: number;
  tag: string;
  r: Rule[];
}

const FIXED = 82;
const RULE_SIZE = 48;

function putPrefix({ bytes, view }: Out, o: number, text: string, name: string): void {
  const parsed = parsePrefix(text, bytes, o + 1);
  if (parsed < 0) throw new RangeError(name);
  view.setUint8(o, parsed >> 8);
  view.setUint8(o + 17, parsed & 0xff);
}

export const aclAddReplace: HandCodec<Acl> = {
  encode(out, v, id, clientIndex, context) {
    const { bytes, view } = out;
    const size = FIXED + v.r.length * RULE_SIZE;
    if (bytes.length < size) short("acl_add_replace");
    view.setUint16(0, id);
    view.setUint32(2, clientIndex);
    view.setUint32(6, context);
    view.setUint32(10, u32(v.acl_index, "acl_index"));
    putText(bytes, 14, v.tag, 64, "tag");
    view.setUint32(78, v.r.length);
    for (let i = 0, o = FIXED; i < v.r.length; i++, o += RULE_SIZE) {
      const r = v.r[i]!;
      view.setUint8(o, u8(r.is_permit, "is_permit"));
      putPrefix(out, o + 1, r.src_prefix, "src_prefix");
      putPrefix(out, o + 19, r.dst_prefix, "dst_prefix");
      view.setUint8(o + 37, u8(r.proto, "proto"));
      view.setUint16(o + 38, u16(r.srcport_or_icmptype_first, "srcport_or_icmptype_first"));
      view.setUint16(o + 40, u16(r.srcport_or_icmptype_last, "srcport_or_icmptype_last"));
      view.setUint16(o + 42, u16(r.dstport_or_icmpcode_first, "dstport_or_icmpcode_first"));
      view.setUint16(o + 44, u16(r.dstport_or_icmpcode_last, "dstport_or_icmpcode_last"));
      view.setUint8(o + 46, u8(r.tcp_flags_mask, "tcp_flags_mask"));
      view.setUint8(o + 47, u8(r.tcp_flags_value, "tcp_flags_value"));
    }
    return size;
  },
  decode({ bytes, view, start, end }) {
    if (end - start < FIXED) short("acl_add_replace");
    const count = view.getUint32(start + 78);
    if (end - start - FIXED < count * RULE_SIZE) short("acl_add_replace");
    const prefixAt = (o: number) =>
      formatPrefix(view.getUint8(o), bytes, o + 1, view.getUint8(o + 17)) ?? "?";
    const r: Rule[] = [];
    for (let i = 0, o = start + FIXED; i < count; i++, o += RULE_SIZE) {
      r.push({
        is_permit: view.getUint8(o),
        src_prefix: prefixAt(o + 1),
        dst_prefix: prefixAt(o + 19),
        proto: view.getUint8(o + 37),
        srcport_or_icmptype_first: view.getUint16(o + 38),
        srcport_or_icmptype_last: view.getUint16(o + 40),
        dstport_or_icmpcode_first: view.getUint16(o + 42),
        dstport_or_icmpcode_last: view.getUint16(o + 44),
        tcp_flags_mask: view.getUint8(o + 46),
        tcp_flags_value: view.getUint8(o + 47),
      });
    }
    return { acl_index: view.getUint32(start + 10), tag: getText(bytes, start + 14, 64), r };
  },
};
