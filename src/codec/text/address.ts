import { formatIp4, parseIp4 } from "./ip4.ts";
import { formatIp6, parseIp6 } from "./ip6.ts";

/** Values of VPP's `address_family`, the same in every release. */
export const AF_IP4 = 0;
export const AF_IP6 = 1;

const COLON = 0x3a;

/** The address in the 16-byte union at `un`; undefined for a family that is neither IPv4 nor IPv6. */
export function formatAddress(af: number, b: Uint8Array, un: number): string | undefined {
  if (af === AF_IP4) return formatIp4(b, un);
  return af === AF_IP6 ? formatIp6(b, un) : undefined;
}

/**
 * Reads an IPv4 or IPv6 address into the 16-byte union at `un`, zeros behind an IPv4 address. Returns its
 * family, or -1 when it is neither; `out` may then hold a part.
 */
export function parseAddress(s: string, out: Uint8Array, un: number): 0 | 1 | -1 {
  return parseAddressRange(s, s.length, out, un);
}

/** The same for `s[0, end)`. */
export function parseAddressRange(s: string, end: number, out: Uint8Array, un: number): 0 | 1 | -1 {
  if (looksLikeIp6(s, end)) return parseIp6(s, 0, end, out, un) ? AF_IP6 : -1;
  if (!parseIp4(s, 0, end, out, un)) return -1;
  // Not fill(): a loop this short is faster than the call.
  for (let i = un + 4; i < un + 16; i++) out[i] = 0;
  return AF_IP4;
}

/** A group has four digits at most, so every IPv6 address has a colon among its first five characters. */
function looksLikeIp6(s: string, end: number): boolean {
  const limit = Math.min(end, 5);
  for (let i = 0; i < limit; i++) if (s.charCodeAt(i) === COLON) return true;
  return false;
}
