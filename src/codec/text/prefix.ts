import { AF_IP4, AF_IP6, parseAddressRange } from "./address.ts";
import { slashedDecimals } from "./decimal.ts";
import { formatIp4, parseIp4 } from "./ip4.ts";
import { parseIp6, writeIp6 } from "./ip6.ts";
import { scratch, scratchText } from "./scratch.ts";

const SLASH = 0x2f;
const ZERO = 0x30;

/*
 * A prefix is an address and a length: "192.0.2.0/24". Bits behind the length stay as they are, both ways:
 * `address_with_prefix` needs them, and on the wire it is the same type. On input a bare address is a host
 * prefix (/32 or /128), and a length beyond that is refused; output shows whatever length the wire had.
 */

/** The prefix whose address lies in the 16-byte union at `un`; undefined for an unknown family. */
export function formatPrefix(af: number, b: Uint8Array, un: number, len: number): string | undefined {
  if (af === AF_IP4) return formatIp4Prefix(b, un, len);
  return af === AF_IP6 ? formatIp6Prefix(b, un, len) : undefined;
}

/** `len` is a byte of the wire: 0 … 255. */
export function formatIp4Prefix(b: Uint8Array, o: number, len: number): string {
  return formatIp4(b, o) + slashedDecimals[len]!;
}

/** `len` is a byte of the wire: 0 … 255. */
export function formatIp6Prefix(b: Uint8Array, o: number, len: number): string {
  let n = writeIp6(b, o);
  scratch[n++] = SLASH;
  if (len > 99) scratch[n++] = ZERO + ((len / 100) | 0);
  if (len > 9) scratch[n++] = ZERO + (((len / 10) | 0) % 10);
  scratch[n++] = ZERO + (len % 10);
  return scratchText(n);
}

/**
 * Reads a prefix of either family, its address into the 16-byte union at `un`. Returns `af << 8 | len`, or -1
 * when it isn't one; `out` may then hold a part.
 */
export function parsePrefix(s: string, out: Uint8Array, un: number): number {
  const slash = slashOf(s);
  const af = parseAddressRange(s, slash, out, un);
  if (af < 0) return -1;
  const len = lengthAfter(s, slash, af === AF_IP4 ? 32 : 128);
  return len < 0 ? -1 : (af << 8) | len;
}

/** Reads an IPv4 prefix, its address into `out[o, o + 4)`. Returns the length, or -1 when it isn't one. */
export function parseIp4Prefix(s: string, out: Uint8Array, o: number): number {
  const slash = slashOf(s);
  return parseIp4(s, 0, slash, out, o) ? lengthAfter(s, slash, 32) : -1;
}

/** Reads an IPv6 prefix, its address into `out[o, o + 16)`. Returns the length, or -1 when it isn't one. */
export function parseIp6Prefix(s: string, out: Uint8Array, o: number): number {
  const slash = slashOf(s);
  return parseIp6(s, 0, slash, out, o) ? lengthAfter(s, slash, 128) : -1;
}

/** Where the slash stands, among the last four characters; the end of the text when there is none. */
function slashOf(s: string): number {
  for (let i = s.length - 1, first = s.length - 4; i >= 0 && i >= first; i--) {
    if (s.charCodeAt(i) === SLASH) return i;
  }
  return s.length;
}

/** The decimal number behind the slash, `max` when there is no slash, -1 when it isn't one up to `max`. */
function lengthAfter(s: string, slash: number, max: number): number {
  if (slash === s.length) return max;
  const first = slash + 1;
  if (first === s.length || (s.charCodeAt(first) === ZERO && s.length > first + 1)) return -1;
  let value = 0;
  for (let i = first; i < s.length; i++) {
    const digit = s.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= max ? value : -1;
}
