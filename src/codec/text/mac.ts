import { hexDigits, hexValue } from "./scratch.ts";

const COLON = 0x3a;
const DASH = 0x2d;
const DOT = 0x2e;
const NONE = "00:00:00:00:00:00";

/** Both digits of a byte as character codes, the second in the upper byte. */
const digits: Uint16Array = Uint16Array.from(
  { length: 256 },
  (_, value) => hexDigits[value >> 4]! | (hexDigits[value & 15]! << 8),
);

/** The six bytes at `o` as `02:fe:00:00:00:01`. One call with all characters is the fastest way to a flat string. */
export function formatMac(b: Uint8Array, o: number): string {
  // What a message doesn't use is zero: two of the three in sw_interface_details.
  if ((b[o]! | b[o + 1]! | b[o + 2]! | b[o + 3]! | b[o + 4]! | b[o + 5]!) === 0) return NONE;
  const [p, q, r] = [digits[b[o]!]!, digits[b[o + 1]!]!, digits[b[o + 2]!]!];
  const [s, t, u] = [digits[b[o + 3]!]!, digits[b[o + 4]!]!, digits[b[o + 5]!]!];
  // biome-ignore format: as the text goes
  return String.fromCharCode(
    p & 255, p >> 8, COLON, q & 255, q >> 8, COLON, r & 255, r >> 8, COLON,
    s & 255, s >> 8, COLON, t & 255, t >> 8, COLON, u & 255, u >> 8,
  );
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
