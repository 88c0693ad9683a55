// What a careful person checks by hand before writing a number: DataView would cut it down without a word.
export function u8(x: number, name: string): number {
  if ((x & 0xff) !== x) throw new RangeError(`${name} is no u8: ${x}`);
  return x;
}

export function u16(x: number, name: string): number {
  if ((x & 0xffff) !== x) throw new RangeError(`${name} is no u16: ${x}`);
  return x;
}

export function u32(x: number, name: string): number {
  if (x >>> 0 !== x) throw new RangeError(`${name} is no u32: ${x}`);
  return x;
}

export function i32(x: number, name: string): number {
  if ((x | 0) !== x) throw new RangeError(`${name} is no i32: ${x}`);
  return x;
}

export function short(message: string): never {
  throw new RangeError(`${message}: too short`);
}

/** Text of `length` bytes at most, a NUL behind it. */
export function putText(b: Buffer, o: number, text: string, length: number, name: string): void {
  if (text.length >= length) throw new RangeError(`${name} is too long`);
  const written = b.write(text, o, length, "utf8");
  b.fill(0, o + written, o + length);
}

export function getText(b: Buffer, o: number, length: number): string {
  let end = o;
  while (end < o + length && b[end] !== 0) end++;
  return b.toString("utf8", o, end);
}
