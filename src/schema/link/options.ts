import type { DeclaredOptions, DeclaredValue } from "../file/declarations.ts";
import type { Options, OptionValue } from "../model.ts";

/** As the model has it: an integer that a number can't hold becomes its decimal digits. */
export function plainValue(value: DeclaredValue): OptionValue {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "object" && value !== null ? value.value : value;
}

const NONE: Options = Object.freeze(Object.create(null));

export function plainOptions(declared: DeclaredOptions): Options {
  const names = Object.keys(declared);
  if (names.length === 0) return NONE;
  const result: Record<string, OptionValue> = Object.create(null);
  for (const name of names) result[name] = plainValue(declared[name] ?? null);
  return Object.freeze(result);
}
