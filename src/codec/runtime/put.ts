import type { Writer } from "../bytes.ts";
import { FieldError, fail } from "./fail.ts";

/**
 * Encoders of single values. All have one form, so that any of them can stand
 * for the element of an array: write `value` at `offset`; `holder[key]` is
 * where the value was found, for errors.
 */
export type Put = (w: Writer, offset: number, holder: unknown, key: string | number, value: unknown) => void;
/** The same for values whose size varies: returns where the value ends. */
export type PutVariable = (...args: Parameters<Put>) => number;

export function putU8(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || (x & 0xff) !== x) fail(holder, key, "a u8 (0 to 255)", x);
  w.bytes[o] = x;
}

export function putI8(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || (x << 24) >> 24 !== x) fail(holder, key, "an i8 (-128 to 127)", x);
  w.bytes[o] = x;
}

export function putU16(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || (x & 0xffff) !== x) fail(holder, key, "a u16 (0 to 65535)", x);
  w.view.setUint16(o, x);
}

export function putI16(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || (x << 16) >> 16 !== x) fail(holder, key, "an i16 (-32768 to 32767)", x);
  w.view.setInt16(o, x);
}

export function putU32(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || x >>> 0 !== x) fail(holder, key, "a u32 (0 to 4294967295)", x);
  w.view.setUint32(o, x);
}

export function putI32(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number" || (x | 0) !== x) fail(holder, key, "an i32 (-2147483648 to 2147483647)", x);
  w.view.setInt32(o, x);
}

const U64_MAX = 0xffff_ffff_ffff_ffffn;
const I64_MAX = 0x7fff_ffff_ffff_ffffn;

export function putU64(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x === "number" && x >= 0 && Number.isSafeInteger(x)) {
    w.view.setUint32(o, x / 0x1_0000_0000);
    w.view.setUint32(o + 4, x % 0x1_0000_0000);
  } else if (typeof x === "bigint" && x >= 0n && x <= U64_MAX) {
    w.view.setBigUint64(o, x);
  } else {
    fail(holder, key, "a u64 (bigint, or a safe integer; 0 to 2^64-1)", x);
  }
}

export function putI64(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x === "number" && Number.isSafeInteger(x)) {
    w.view.setBigInt64(o, BigInt(x));
  } else if (typeof x === "bigint" && x <= I64_MAX && x >= -I64_MAX - 1n) {
    w.view.setBigInt64(o, x);
  } else {
    fail(holder, key, "an i64 (bigint, or a safe integer; -2^63 to 2^63-1)", x);
  }
}

/** f64 alone travels in host order (VPP 26.06 doesn't swap it); client and VPP are taken to be of one kind. */
export const HOST_LITTLE_ENDIAN: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

export function putF64(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (typeof x !== "number") fail(holder, key, "an f64 (number)", x);
  w.view.setFloat64(o, x, HOST_LITTLE_ENDIAN);
}

export function putBool(w: Writer, o: number, holder: unknown, key: string | number, x: unknown): void {
  if (x === true || x === 1) w.bytes[o] = 1;
  else if (x !== false && x !== 0) fail(holder, key, "a bool", x);
}

/** The members of an enum by name. */
export type EnumTable = Readonly<Record<string, number>>;

/** The number behind an enum's value: a number, a member's name, or an array of either, which are OR-ed. */
export function enumNumber(holder: unknown, key: string | number, x: unknown, table: EnumTable): number {
  if (typeof x === "number") return x;
  if (typeof x === "string") return memberValue(holder, key, x, table);
  if (!Array.isArray(x)) fail(holder, key, "a number, a member's name or an array of names", x);
  let bits = 0;
  for (let i = 0; i < x.length; i++) {
    const item: unknown = x[i];
    const value = typeof item === "string" ? memberValue(x, i, item, table) : item;
    if (typeof value !== "number" || !Number.isInteger(value))
      fail(x, i, "a member's name or a number", item);
    bits = (bits | value) >>> 0;
  }
  return bits;
}

function memberValue(holder: unknown, key: string | number, name: string, table: EnumTable): number {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value === undefined) {
    const names = Object.keys(table);
    const known = names.slice(0, 12).join(", ") + (names.length > 12 ? ", …" : "");
    throw new FieldError(holder, key, `no member is called ${JSON.stringify(name)} (known: ${known})`, name);
  }
  return value;
}

/** `string[N]`: UTF-8, at most N-1 bytes, so that a NUL always follows. */
export function putString(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  length: number,
): void {
  if (typeof x !== "string") fail(holder, key, "a string", x);
  const size = x.length;
  if (size < length) {
    const bytes = w.bytes;
    let i = 0;
    for (; i < size; i++) {
      const c = x.charCodeAt(i);
      if (c === 0 || c > 0x7f) break;
      bytes[o + i] = c;
    }
    if (i === size) return;
  }
  if (x.includes("\0")) fail(holder, key, "a string without NUL", x);
  const encoded = Buffer.byteLength(x, "utf8");
  if (encoded > length - 1) {
    throw new FieldError(
      holder,
      key,
      `string of ${encoded} bytes is too long: string[${length}] holds ${length - 1}`,
      x,
    );
  }
  w.bytes.write(x, o, length);
}

/** `string[]`: a u32 length and the bytes. The most room `x` can take is `stringBound(x)`. */
export function putLongString(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
): number {
  if (typeof x !== "string") fail(holder, key, "a string", x);
  const size = w.bytes.write(x, o + 4);
  w.view.setUint32(o, size);
  return o + 4 + size;
}

/** UTF-8 takes at most three bytes for each UTF-16 unit. */
export function stringBound(x: unknown): number {
  return 4 + (typeof x === "string" ? 3 * x.length : 0);
}

/** `u8[N]`: what is missing stays zero. */
export function putBytes(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  length: number,
): void {
  if (!(x instanceof Uint8Array)) fail(holder, key, "a Uint8Array", x);
  if (x.length > length) fail(holder, key, `at most ${length} bytes`, x);
  w.bytes.set(x, o);
}

/** `u8[n]`: as many as there are. Returns where they end. */
export function putCountedBytes(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
): number {
  if (!(x instanceof Uint8Array)) fail(holder, key, "a Uint8Array", x);
  w.bytes.set(x, o);
  return o + x.length;
}
