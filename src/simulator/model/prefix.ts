/** An address as bytes, and how many of its bits count. */
export interface Prefix {
  readonly isIp6: boolean;
  /** 4 or 16 bytes, host bits kept. */
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Takes the text of an address or a prefix as codecs give it. */
export function prefixOf(text: string): Prefix {
  const [address = "", length] = text.split("/");
  const isIp6 = address.includes(":");
  const bytes = isIp6 ? ip6Bytes(address) : Uint8Array.from(address.split("."), Number);
  return { isIp6, bytes, length: length === undefined ? bytes.length * 8 : Number(length) };
}

function ip6Bytes(text: string): Uint8Array {
  const [head = "", tail] = text.split("::");
  const words = (part: string) => (part === "" ? [] : part.split(":").flatMap(wordsOf));
  const front = words(head);
  const back = tail === undefined ? [] : words(tail);
  const gap = new Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0);
  const all = tail === undefined ? front : [...front, ...gap, ...back];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 255]));
}

/** A group of hex digits; the last may be an IPv4 address. */
function wordsOf(group: string): number[] {
  if (!group.includes(".")) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The first `length` bits; the others zero. */
export function masked(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const whole = length >> 3;
  out.set(bytes.subarray(0, whole));
  if (whole < bytes.length) out[whole] = (bytes[whole] ?? 0) & (0xff00 >> (length & 7));
  return out;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether one of the two lies in the other. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  const length = Math.min(a.length, b.length);
  return a.isIp6 === b.isIp6 && sameBytes(masked(a.bytes, length), masked(b.bytes, length));
}

/** With the bits behind `length` all one: the broadcast address of a prefix. */
export function filled(bytes: Uint8Array, length: number): Uint8Array {
  const out = masked(bytes, length);
  for (let bit = length; bit < bytes.length * 8; bit++)
    out[bit >> 3] = (out[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return out;
}
