import { VppDecodeError } from "../../errors/index.ts";
import type { Source } from "../bytes.ts";
import { asciiText } from "../text/index.ts";
import { HOST_LITTLE_ENDIAN } from "./put.ts";

/**
 * Decoders of single values, of one form so that any can stand for the element of an array. The bytes of a value
 * of fixed size have been checked to be there; where the size varies, `source.pos` tells afterwards where it ends.
 */
export type Get<T> = (s: Source, offset: number) => T;

export const getU8: Get<number> = (s, o) => s.view.getUint8(o);
export const getI8: Get<number> = (s, o) => s.view.getInt8(o);
export const getU16: Get<number> = (s, o) => s.view.getUint16(o);
export const getI16: Get<number> = (s, o) => s.view.getInt16(o);
export const getU32: Get<number> = (s, o) => s.view.getUint32(o);
export const getI32: Get<number> = (s, o) => s.view.getInt32(o);
export const getU64: Get<bigint> = (s, o) => s.view.getBigUint64(o);
export const getI64: Get<bigint> = (s, o) => s.view.getBigInt64(o);
export const getF64: Get<number> = (s, o) => s.view.getFloat64(o, HOST_LITTLE_ENDIAN);
export const getBool: Get<boolean> = (s, o) => s.view.getUint8(o) !== 0;

/** What a decoder throws; the message's name is added at the top. */
export class Overrun extends Error {
  readonly offset: number;
  constructor(offset: number, text: string) {
    super(text);
    this.offset = offset;
  }
}

/** Makes sure that `size` bytes lie at `o`. */
export function need(s: Source, o: number, size: number): void {
  if (size > s.end - o) throw new Overrun(o, `${size} bytes are needed, ${Math.max(0, s.end - o)} are left`);
}

/** The error for a payload shorter than the message's fixed part. */
export function tooShort(message: string, s: Source, size: number): VppDecodeError {
  const has = s.end - s.start;
  return new VppDecodeError(message, has, `the payload has ${has} bytes, at least ${size} are needed`);
}

/** Gives an Overrun the message's name; anything else is passed on. */
export function decodeFailed(message: string, s: Source, error: unknown): unknown {
  return error instanceof Overrun
    ? new VppDecodeError(message, error.offset - s.start, error.message)
    : error;
}

/** `string[N]`: up to the first NUL. */
export function getString(s: Source, o: number, length: number): string {
  const bytes = s.bytes;
  let end = o;
  let high = 0;
  for (const stop = o + length; end < stop; end++) {
    const c = bytes[end]!;
    if (c === 0) break;
    high |= c;
  }
  return high > 0x7f ? bytes.toString("utf8", o, end) : asciiText(bytes, o, end);
}

/** `string[]`: a u32 length and the bytes. */
export function getLongString(s: Source, o: number): string {
  need(s, o, 4);
  const length = s.view.getUint32(o);
  need(s, o + 4, length);
  s.pos = o + 4 + length;
  return s.bytes.toString("utf8", o + 4, s.pos);
}

/** `u8[N]`, copied: what a caller keeps must not pin the buffer that the socket was read into. */
export function getBytes(s: Source, o: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  if (length > 32) out.set(s.bytes.subarray(o, o + length));
  else for (let i = 0; i < length; i++) out[i] = s.bytes[o + i]!;
  return out;
}

/** `u8[n]`. */
export function getCountedBytes(s: Source, o: number, length: number): Uint8Array {
  need(s, o, length);
  s.pos = o + length;
  return getBytes(s, o, length);
}

/** `u8[0]` of old releases: all that is left. */
export function getRestBytes(s: Source, o: number): Uint8Array {
  return getCountedBytes(s, o, s.end - o);
}

/** `T[N]`. */
export function getFixedArray<T>(s: Source, o: number, count: number, size: number, get: Get<T>): T[] {
  const out: T[] = new Array<T>(count);
  for (let i = 0, at = o; i < count; i++, at += size) out[i] = get(s, at);
  return out;
}

/** `T[n]`: nothing is set aside before the bytes are known to be there. */
export function getArray<T>(s: Source, o: number, count: number, size: number, get: Get<T>): T[] {
  need(s, o, count * size);
  s.pos = o + count * size;
  return getFixedArray(s, o, count, size, get);
}

/** The same for structs, with their own loop. */
export function getItems<T>(
  s: Source,
  o: number,
  count: number,
  size: number,
  items: (s: Source, o: number, count: number) => T[],
): T[] {
  need(s, o, count * size);
  s.pos = o + count * size;
  return items(s, o, count);
}

/** `T[0]` of old releases: as many as are left. */
export function getRestArray<T>(s: Source, o: number, size: number, get: Get<T>): T[] {
  return getArray(s, o, Math.floor((s.end - o) / size), size, get);
}

/** `T[n]` of elements whose size varies, each of at least `least` bytes. */
export function getVariableArray<T>(s: Source, o: number, count: number, least: number, get: Get<T>): T[] {
  need(s, o, count * least);
  const out: T[] = [];
  s.pos = o;
  for (let i = 0; i < count; i++) out.push(get(s, s.pos));
  return out;
}
