import type { ScalarName, ScalarType, StringType } from "../model.ts";

const NAMES: readonly ScalarName[] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f64", "bool"];

export const SCALARS: ReadonlyMap<string, ScalarType> = new Map(
  NAMES.map((name) => [name, Object.freeze({ kind: "scalar", name })]),
);

const VARIABLE: StringType = Object.freeze({ kind: "string", length: null });

export function stringType(length: number | null): StringType {
  return length === null ? VARIABLE : Object.freeze({ kind: "string", length });
}
