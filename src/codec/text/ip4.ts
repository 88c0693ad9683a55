import { decimals, dottedDecimals } from "./decimal.ts";

const DOT = 0x2e;
const ZERO = 0x30;

/** The four bytes at `o` as a dotted quad. */
export function formatIp4(b: Uint8Array, o: number): string {
  // Strings from tables: half the time of writing characters and making one string of them.
  return (
    dottedDecimals[b[o]!]! + dottedDecimals[b[o + 1]!]! + dottedDecimals[b[o + 2]!]! + decimals[b[o + 3]!]!
  );
}

/**
 * Reads exactly `s[start, end)` as a dotted quad into `out[o, o + 4)`. Four decimal parts, no leading zeros
 * ("010" is octal to some programs), nothing around them. False when it isn't one; `out` may then hold a part.
 */
export function parseIp4(s: string, start: number, end: number, out: Uint8Array, o: number): boolean {
  let value = -1;
  let part = 0;
  for (let i = start; i < end; i++) {
    const c = s.charCodeAt(i);
    const digit = c - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (value <= 0) {
        if (value === 0) return false;
        value = digit;
      } else {
        value = value * 10 + digit;
        if (value > 255) return false;
      }
    } else {
      if (c !== DOT || value < 0 || part === 3) return false;
      out[o + part++] = value;
      value = -1;
    }
  }
  if (part !== 3 || value < 0) return false;
  out[o + 3] = value;
  return true;
}
