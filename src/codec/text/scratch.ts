import { asciiText } from "./ascii.ts";

/**
 * Where IPv6 addresses are put together, character by character, before one call makes the string: a flat one, in
 * half the time of concatenating up to fifteen pieces. The longest text is an IPv6 prefix: 39 + 4 characters. Used and left within one synchronous call, so one is enough.
 */
export const scratch: Buffer = Buffer.alloc(64);

/** The first `length` characters of the scratch buffer. */
export function scratchText(length: number): string {
  return asciiText(scratch, 0, length);
}

/** ASCII codes of the lower-case hex digits. */
export const hexDigits: Uint8Array = Uint8Array.from("0123456789abcdef", (c) => c.charCodeAt(0));

/** The value of a hex digit's character code, -1 for any other. */
export function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
