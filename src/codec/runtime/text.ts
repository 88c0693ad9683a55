import type { Source, Writer } from "../bytes.ts";
import {
  AF_IP4,
  AF_IP6,
  formatAddress,
  formatIp4,
  formatIp4Prefix,
  formatIp6,
  formatIp6Prefix,
  formatMac,
  formatPrefix,
  parseAddress,
  parseIp4,
  parseIp4Prefix,
  parseIp6,
  parseIp6Prefix,
  parseMac,
  parsePrefix,
} from "../text/index.ts";
import { FieldError, fail } from "./fail.ts";
import type { Get } from "./get.ts";
import { type EnumTable, enumNumber, type Put, putU8, putU32 } from "./put.ts";
import { asFields } from "./put-array.ts";

/**
 * Addresses, prefixes and MACs: strings in TypeScript. What the wire can hold and a string can't (an unknown
 * address family, a prefix length over 32 or 128) is shown as the struct it is, and taken as one.
 */
export interface RawAddress {
  readonly af: number;
  readonly un: { readonly ip4: string; readonly ip6: string };
}

export interface RawPrefix {
  readonly address: string | RawAddress;
  readonly len: number;
}

const FAMILIES: EnumTable = { ADDRESS_IP4: AF_IP4, ADDRESS_IP6: AF_IP6 };
const AF_BITS = 8;

export const getIp4: Get<string> = (s, o) => formatIp4(s.bytes, o);
export const getIp6: Get<string> = (s, o) => formatIp6(s.bytes, o);
export const getMac: Get<string> = (s, o) => formatMac(s.bytes, o);
export const getAddress: Get<string | RawAddress> = (s, o) => address(s, s.view.getUint8(o), o + 1);
export const getPrefix: Get<string | RawPrefix> = (s, o) => prefix(s, s.view.getUint8(o), o + 1);
/** Before 20.05 the address family was a u32. */
export const getAddressWide: Get<string | RawAddress> = (s, o) => address(s, s.view.getUint32(o), o + 4);
export const getPrefixWide: Get<string | RawPrefix> = (s, o) => prefix(s, s.view.getUint32(o), o + 4);

export const getIp4Prefix: Get<string | RawPrefix> = (s, o) => {
  const len = s.view.getUint8(o + 4);
  return len > 32 ? { address: formatIp4(s.bytes, o), len } : formatIp4Prefix(s.bytes, o, len);
};

export const getIp6Prefix: Get<string | RawPrefix> = (s, o) => {
  const len = s.view.getUint8(o + 16);
  return len > 128 ? { address: formatIp6(s.bytes, o), len } : formatIp6Prefix(s.bytes, o, len);
};

function address(s: Source, af: number, un: number): string | RawAddress {
  return (
    formatAddress(af, s.bytes, un) ?? { af, un: { ip4: formatIp4(s.bytes, un), ip6: formatIp6(s.bytes, un) } }
  );
}

function prefix(s: Source, af: number, un: number): string | RawPrefix {
  const len = s.view.getUint8(un + 16);
  if (len <= (af === AF_IP4 ? 32 : 128)) {
    const text = formatPrefix(af, s.bytes, un, len);
    if (text !== undefined) return text;
  }
  return { address: address(s, af, un), len };
}

export const putIp4: Put = (w, o, holder, key, x) => {
  if (x instanceof Uint8Array && x.length === 4) w.bytes.set(x, o);
  else if (typeof x !== "string" || !parseIp4(x, 0, x.length, w.bytes, o))
    fail(holder, key, "an IPv4 address", x);
};

export const putIp6: Put = (w, o, holder, key, x) => {
  if (x instanceof Uint8Array && x.length === 16) w.bytes.set(x, o);
  else if (typeof x !== "string" || !parseIp6(x, 0, x.length, w.bytes, o))
    fail(holder, key, "an IPv6 address", x);
};

export const putMac: Put = (w, o, holder, key, x) => {
  if (x instanceof Uint8Array && x.length === 6) w.bytes.set(x, o);
  else if (typeof x !== "string" || !parseMac(x, w.bytes, o)) fail(holder, key, "a MAC address", x);
};

export const putAddress: Put = (w, o, holder, key, x) => {
  w.bytes[o] = addressInto(w, o + 1, holder, key, x, putU8);
};

export const putAddressWide: Put = (w, o, holder, key, x) => {
  w.view.setUint32(o, addressInto(w, o + 4, holder, key, x, putU32));
};

export const putPrefix: Put = (w, o, holder, key, x) => {
  w.bytes[o] = prefixInto(w, o + 1, holder, key, x, putAddress);
};

export const putPrefixWide: Put = (w, o, holder, key, x) => {
  w.view.setUint32(o, prefixInto(w, o + 4, holder, key, x, putAddressWide));
};

/** Writes the 16 bytes at `un` and returns the address family. */
function addressInto(
  w: Writer,
  un: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  putFamily: Put,
): number {
  if (typeof x === "string") {
    const af = parseAddress(x, w.bytes, un);
    if (af < 0) fail(holder, key, "an IPv4 or IPv6 address", x);
    return af;
  }
  if (typeof x !== "object" || x === null) fail(holder, key, "an IPv4 or IPv6 address", x);
  const v = only(holder, key, x, ["af", "un"]);
  const af = v.af === undefined ? undefined : enumNumber(v, "af", v.af, FAMILIES);
  // Range-checked where it will stand; the bytes are written again by the caller.
  if (af !== undefined) putFamily(w, un - (putFamily === putU8 ? 1 : 4), v, "af", af);
  if (typeof v.un === "string") {
    const inside = addressInto(w, un, v, "un", v.un, putFamily);
    return af === undefined || af === inside ? inside : contradiction(v, "un", af, v.un);
  }
  if (v.un === undefined) return af ?? AF_IP4;
  const arms = only(v, "un", v.un, ["ip4", "ip6"]);
  if (arms.ip6 !== undefined) {
    if (af === AF_IP4 || (af === undefined && arms.ip4 !== undefined))
      contradiction(arms, "ip6", AF_IP4, arms.ip6);
    putIp6(w, un, arms, "ip6", arms.ip6);
    return af ?? AF_IP6;
  }
  if (arms.ip4 !== undefined) {
    if (af === AF_IP6) contradiction(arms, "ip4", af, arms.ip4);
    putIp4(w, un, arms, "ip4", arms.ip4);
  }
  return af ?? AF_IP4;
}

function contradiction(holder: unknown, key: string, af: number, value: unknown): never {
  throw new FieldError(holder, key, `contradicts the address family ${af}`, value);
}

/** Writes the union at `un` and the length behind it, and returns the address family. */
function prefixInto(
  w: Writer,
  un: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  putWhole: Put,
): number {
  if (typeof x === "string") {
    const parsed = parsePrefix(x, w.bytes, un);
    if (parsed < 0) fail(holder, key, "an address and a prefix length (192.0.2.0/24)", x);
    w.bytes[un + 16] = parsed & 0xff;
    return parsed >> AF_BITS;
  }
  const v = rawPrefix(holder, key, x);
  const narrow = putWhole === putAddress;
  if (v.address !== undefined) putWhole(w, un - (narrow ? 1 : 4), v, "address", v.address);
  if (v.len !== undefined) putU8(w, un + 16, v, "len", v.len);
  return narrow ? w.view.getUint8(un - 1) : w.view.getUint32(un - 4);
}

function rawPrefix(holder: unknown, key: string | number, x: unknown): Record<string, unknown> {
  if (typeof x !== "object" || x === null) fail(holder, key, "an address and a prefix length", x);
  return only(holder, key, x, ["address", "len"]);
}

export const putIp4Prefix: Put = (w, o, holder, key, x) => {
  familyPrefix(w, o, holder, key, x, "an IPv4 prefix (192.0.2.0/24)", 4, parseIp4Prefix, putIp4);
};

export const putIp6Prefix: Put = (w, o, holder, key, x) => {
  familyPrefix(w, o, holder, key, x, "an IPv6 prefix (2001:db8::/32)", 16, parseIp6Prefix, putIp6);
};

function familyPrefix(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  expected: string,
  size: number,
  parse: (s: string, out: Uint8Array, o: number) => number,
  put: Put,
): void {
  if (typeof x === "string") {
    const len = parse(x, w.bytes, o);
    if (len < 0) fail(holder, key, expected, x);
    w.bytes[o + size] = len;
    return;
  }
  const v = rawPrefix(holder, key, x);
  if (v.address !== undefined) put(w, o, v, "address", v.address);
  if (v.len !== undefined) putU8(w, o + size, v, "len", v.len);
}

/** The fields of a struct form; others than `names` are a mistake. */
function only(
  holder: unknown,
  key: string | number,
  x: unknown,
  names: readonly string[],
): Record<string, unknown> {
  const v = asFields(holder, key, x);
  for (const name in v) {
    if (!names.includes(name)) {
      throw new FieldError(v, name, `unknown field (known: ${names.join(", ")})`, v[name]);
    }
  }
  return v;
}
