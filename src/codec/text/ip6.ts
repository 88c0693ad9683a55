import { parseIp4 } from "./ip4.ts";
import { hexDigits, hexValue, scratch, scratchText } from "./scratch.ts";

const COLON = 0x3a;
const DOT = 0x2e;

/**
 * The sixteen bytes at `o` as RFC 5952 text: lower case, no leading zeros, the longest run of two or more zero
 * groups (the first of several) as `::`. Always in hex, IPv4-mapped addresses too, as VPP's Python client
 * prints them (RFC 5952 section 5 leaves that open).
 */
export function formatIp6(b: Uint8Array, o: number): string {
  // Where an IPv4 address lies in a union, this is what its other arm reads.
  if (onlyFirstGroups(b, o)) {
    if ((b[o + 2]! | b[o + 3]!) !== 0) {
      return `${groupText(b[o]!, b[o + 1]!)}:${groupText(b[o + 2]!, b[o + 3]!)}::`;
    }
    return (b[o]! | b[o + 1]!) === 0 ? "::" : `${groupText(b[o]!, b[o + 1]!)}::`;
  }
  return scratchText(writeIp6(b, o));
}

/** True where all but the first two groups are zero. */
function onlyFirstGroups(b: Uint8Array, o: number): boolean {
  for (let i = o + 4; i < o + 16; i++) if (b[i] !== 0) return false;
  return true;
}

/** "0" … "ff", and "00" … "ff": numbers to text in half the time of `toString(16)`. */
const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, value) => value.toString(16));
const hexPairs: readonly string[] = hexBytes.map((text) => text.padStart(2, "0"));

function groupText(high: number, low: number): string {
  return high === 0 ? hexBytes[low]! : hexBytes[high]! + hexPairs[low]!;
}

/** Puts the text into the scratch buffer; returns its length. */
export function writeIp6(b: Uint8Array, o: number): number {
  let runStart = -1;
  let bestStart = -1;
  let bestLength = 1;
  for (let group = 0; group < 8; group++) {
    if ((b[o + 2 * group]! | b[o + 2 * group + 1]!) !== 0) {
      runStart = -1;
      continue;
    }
    if (runStart < 0) runStart = group;
    const length = group - runStart + 1;
    if (length > bestLength) {
      bestStart = runStart;
      bestLength = length;
    }
  }
  let n = 0;
  for (let group = 0; group < 8; group++) {
    if (group === bestStart) {
      scratch[n++] = COLON;
      group += bestLength - 1;
      if (group === 7) scratch[n++] = COLON;
      continue;
    }
    if (group > 0) scratch[n++] = COLON;
    const value = (b[o + 2 * group]! << 8) | b[o + 2 * group + 1]!;
    if (value > 0xfff) scratch[n++] = hexDigits[value >> 12]!;
    if (value > 0xff) scratch[n++] = hexDigits[(value >> 8) & 15]!;
    if (value > 0xf) scratch[n++] = hexDigits[(value >> 4) & 15]!;
    scratch[n++] = hexDigits[value & 15]!;
  }
  return n;
}

/**
 * Reads exactly `s[start, end)` as an IPv6 address into `out[o, o + 16)`: any case, at most one `::` (which
 * stands for one group or more), an IPv4 address for the last two groups. No zone (`%eth0`): VPP's addresses
 * have none. False when it isn't one; `out` may then hold a part.
 */
export function parseIp6(s: string, start: number, end: number, out: Uint8Array, o: number): boolean {
  let i = start;
  let group = 0;
  let gap = -1;
  if (i < end && s.charCodeAt(i) === COLON) {
    if (i + 1 >= end || s.charCodeAt(i + 1) !== COLON) return false;
    gap = 0;
    i += 2;
  }
  while (i < end) {
    if (group === 8) return false;
    const groupStart = i;
    let value = 0;
    let c = -1;
    for (; i < end; i++) {
      c = s.charCodeAt(i);
      const digit = hexValue(c);
      if (digit < 0) break;
      value = (value << 4) | digit;
      if (i - groupStart === 4) return false;
    }
    if (i < end && c === DOT) {
      if (group > 6 || !parseIp4(s, groupStart, end, out, o + 2 * group)) return false;
      group += 2;
      break;
    }
    if (i === groupStart) return false;
    out[o + 2 * group] = value >> 8;
    out[o + 2 * group + 1] = value & 0xff;
    group++;
    if (i === end) break;
    if (c !== COLON) return false;
    i++;
    if (i === end) return false;
    if (s.charCodeAt(i) === COLON) {
      if (gap >= 0) return false;
      gap = group;
      i++;
    }
  }
  if (gap < 0) return group === 8;
  if (group === 8) return false;
  out.copyWithin(o + 16 - 2 * (group - gap), o + 2 * gap, o + 2 * group);
  out.fill(0, o + 2 * gap, o + 16 - 2 * (group - gap));
  return true;
}
