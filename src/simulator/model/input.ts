import type { Fields } from "../../codec/index.ts";

/** Fields of a decoded request, whose types its definition has settled. */
export function num(fields: Fields, name: string): number {
  return fields[name] as number;
}

export function flag(fields: Fields, name: string): boolean {
  return fields[name] === true;
}

export function text(fields: Fields, name: string): string {
  return fields[name] as string;
}

export function record(fields: Fields, name: string): Fields {
  return fields[name] as Fields;
}

export function list<T>(fields: Fields, name: string): readonly T[] {
  return fields[name] as readonly T[];
}
