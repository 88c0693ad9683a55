import type { Writer } from "../bytes.ts";
import { FieldError, fail } from "./fail.ts";
import type { Put, PutVariable } from "./put.ts";

/** The length of an array or of bytes, 0 for whatever else is there: the encoder proper will refuse that. */
export function lengthOf(x: unknown): number {
  return Array.isArray(x) || x instanceof Uint8Array ? x.length : 0;
}

/** The most room an array's elements of varying size can take. */
export function arrayBound(x: unknown, bound: (element: unknown) => number): number {
  let total = 0;
  if (Array.isArray(x)) for (const element of x) total += bound(element);
  return total;
}

/** `T[N]`: fewer elements leave zeros behind. */
export function putFixedArray(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  length: number,
  size: number,
  put: Put,
): void {
  if (!Array.isArray(x)) fail(holder, key, "an array", x);
  if (x.length > length) fail(holder, key, `at most ${length} elements`, x);
  for (let i = 0; i < x.length; i++) put(w, o + i * size, x, i, x[i]);
}

/** `T[n]`: as many as there are. Returns where they end. */
export function putArray(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  size: number,
  put: Put,
): number {
  if (!Array.isArray(x)) fail(holder, key, "an array", x);
  for (let i = 0; i < x.length; i++) put(w, o + i * size, x, i, x[i]);
  return o + x.length * size;
}

/** The same for elements whose size varies. */
export function putVariableArray(
  w: Writer,
  o: number,
  holder: unknown,
  key: string | number,
  x: unknown,
  put: PutVariable,
): number {
  if (!Array.isArray(x)) fail(holder, key, "an array", x);
  let at = o;
  for (let i = 0; i < x.length; i++) at = put(w, at, x, i, x[i]);
  return at;
}

/** An array's count, checked against what its count field can hold and against a sibling with the same count. */
export function countOf(
  holder: unknown,
  key: string,
  x: unknown,
  most: number,
  shared: number | undefined,
): number {
  const count = lengthOf(x);
  if (count > most) fail(holder, key, `at most ${most} elements`, x);
  if (shared !== undefined && shared !== count) {
    throw new FieldError(holder, key, `expected ${shared} elements, as its sibling has, got ${count}`, x);
  }
  return count;
}

/** The fields of `T` as a caller gave them: perhaps not there, not checked yet. */
export type Loose<T> = { readonly [K in keyof T]?: unknown };

/** The value of a struct or union as something fields can be read from. */
export function asFields(holder: unknown, key: string | number, x: unknown): Record<string, unknown> {
  if (typeof x !== "object" || x === null || Array.isArray(x)) fail(holder, key, "an object", x);
  return x as Record<string, unknown>;
}

/**
 * Called when a struct has more or fewer keys than fields were seen. Keys without a value are as good as absent;
 * a count field may be given if it says what is true; anything else is a mistake.
 */
export function checkKeys(
  v: Record<string, unknown>,
  known: readonly string[],
  counts: Readonly<Record<string, string>>,
): void {
  for (const key in v) {
    const value = v[key];
    if (value === undefined || known.includes(key)) continue;
    const array = Object.hasOwn(counts, key) ? counts[key] : undefined;
    if (array === undefined) {
      throw new FieldError(v, key, `unknown field${nearest(key, known)}`, value);
    }
    if (value !== lengthOf(v[array])) {
      throw new FieldError(
        v,
        key,
        `the count of ${array} follows from the array (${lengthOf(v[array])})`,
        value,
      );
    }
  }
}

/** How many enumerable keys a value has; faster than Object.keys, which makes an array. */
export function keyCount(v: object): number {
  let n = 0;
  for (const _ in v) n++;
  return n;
}

function nearest(key: string, known: readonly string[]): string {
  const folded = key.toLowerCase().replaceAll("_", "");
  const same = known.find((k) => k.replaceAll("_", "").toLowerCase() === folded);
  if (same !== undefined) return ` (is ${same} meant?)`;
  return known.length === 0 ? " (there are none)" : ` (known: ${known.join(", ")})`;
}
