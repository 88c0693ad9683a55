import { hexDigits, hexValue, scratch, scratchText } from "./scratch.ts";

const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;

/** The six bytes at `o` as `02:fe:00:00:00:01`. */
export function formatMac(b: Uint8Array, o: number): string {
  for (let i = 0, n = 0; i < 6; i++) {
    const value = b[o + i]!;
    if (i > 0) scratch[n++] = COLON;
    scratch[n++] = hexDigits[value >> 4]!;
    scratch[n++] = hexDigits[value & 15]!;
  }
  return scratchText(17);
}

/**
 * Reads a MAC address into `out[o, o + 6)`: `02:fe:00:00:00:01`, `02-fe-00-00-00-01`, `02fe.0000.0001` or
 * `02fe00000001`, any case. False when it isn't one; `out` may then hold a part.
 */
export function parseMac(s: string, out: Uint8Array, o: number): boolean {
  switch (s.length) {
    case 17: {
      const separator = s.charCodeAt(2);
      return (separator === COLON || separator === DASH) && parseHex(s, 1, separator, out, o);
    }
    case 14:
      return parseHex(s, 2, DOT, out, o);
    case 12:
      return parseHex(s, 6, 0, out, o);
    default:
      return false;
  }
}

/** Six bytes in hex, with a separator after every `group` of them; the caller has checked the length. */
function parseHex(s: string, group: number, separator: number, out: Uint8Array, o: number): boolean {
  for (let i = 0, at = 0; i < 6; i++) {
    if (i > 0 && i % group === 0 && s.charCodeAt(at++) !== separator) return false;
    const high = hexValue(s.charCodeAt(at++));
    const low = hexValue(s.charCodeAt(at++));
    if (high < 0 || low < 0) return false;
    out[o + i] = (high << 4) | low;
  }
  return true;
}
