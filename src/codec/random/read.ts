import type { ScalarName, UnionType } from "../../schema/model.ts";
import { Source } from "../bytes.ts";
import type { Shape } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import {
  getAddress,
  getAddressWide,
  getIp4,
  getIp4Prefix,
  getIp6,
  getIp6Prefix,
  getMac,
  getPrefix,
  getPrefixWide,
} from "../runtime/index.ts";
import { fixedSize, placed } from "./fixed.ts";

/*
 * What the arms of a union show depends on the bytes that one of them has written. So these are read here,
 * straight from the definition; messages are decoded by other, faster means.
 */

/** Every arm of a union, all from the same bytes. */
export function readArms(type: UnionType, bytes: Uint8Array, o: number): Record<string, unknown> {
  return Object.fromEntries(membersOf(type.fields).map((arm) => [arm.name, read(arm.shape, bytes, o)]));
}

function read(shape: Shape, bytes: Uint8Array, o: number): unknown {
  const size = fixedSize(shape);
  switch (shape.kind) {
    case "scalar":
      return readScalar(shape.name, bytes, o);
    case "enum":
      return readScalar(shape.type.base, bytes, o);
    case "string":
      return untilNul(bytes.subarray(o, o + size));
    case "bytes":
      return bytes.slice(o, o + size);
    case "text":
      return readText(shape, bytes, o);
    case "array": {
      const step = fixedSize(shape.element);
      return Array.from({ length: size / step }, (_, i) => read(shape.element, bytes, o + i * step));
    }
    case "struct":
      return readStruct(membersOf(shape.type.fields), bytes, o);
    case "union":
      return readArms(shape.type, bytes, o);
  }
}

function readStruct(members: readonly Member[], bytes: Uint8Array, o: number): Record<string, unknown> {
  const all = placed(members, o);
  const fields = Object.fromEntries(
    all.map(({ member, at }) => [member.name, read(member.shape, bytes, at)]),
  );
  for (const { member, at } of all) {
    const { name, shape, tag } = member;
    if (tag === null || shape.kind !== "union") continue;
    const selected = tag.armOf.get(Number(fields[tag.discriminator]));
    if (selected !== undefined) fields[name] = { [selected]: readArms(shape.type, bytes, at)[selected] };
  }
  return fields;
}

/** The runtime's own reading: which values are text and which show as structs is settled there. */
function readText(shape: Extract<Shape, { kind: "text" }>, bytes: Uint8Array, o: number): unknown {
  const source = new Source(bytes);
  switch (shape.form) {
    case "ip4_address":
      return getIp4(source, o);
    case "ip6_address":
      return getIp6(source, o);
    case "mac_address":
      return getMac(source, o);
    case "ip4_prefix":
      return getIp4Prefix(source, o);
    case "ip6_prefix":
      return getIp6Prefix(source, o);
    case "address":
      return shape.afSize === 1 ? getAddress(source, o) : getAddressWide(source, o);
    case "prefix":
      return shape.afSize === 1 ? getPrefix(source, o) : getPrefixWide(source, o);
  }
}

function untilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString("utf8");
}

function readScalar(name: ScalarName, bytes: Uint8Array, o: number): number | bigint | boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset + o);
  switch (name) {
    case "u64":
      return view.getBigUint64(0);
    case "i64":
      return view.getBigInt64(0);
    case "f64":
      // The one type in the host's order, little-endian wherever VPP runs.
      return view.getFloat64(0, true);
    case "u32":
      return view.getUint32(0);
    case "i32":
      return view.getInt32(0);
    case "u16":
      return view.getUint16(0);
    case "i16":
      return view.getInt16(0);
    case "u8":
      return view.getUint8(0);
    case "i8":
      return view.getInt8(0);
    case "bool":
      return view.getUint8(0) !== 0;
  }
}
