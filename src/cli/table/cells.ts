import type { JsonObject, JsonValue } from "../../codec/index.ts";

/** A column's name, dotted where it is inside another field, and what stands in it. */
export type Cell = readonly [column: string, text: string];

/** The cells of a message: nested objects become columns of their own, arrays stay in one. */
export function cellsOf(message: JsonObject, prefix = ""): Cell[] {
  return Object.entries(message).flatMap(([name, value]): Cell[] => {
    const column = prefix + name;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return Object.keys(value).length === 0 ? [[column, ""]] : cellsOf(value, `${column}.`);
    }
    return [[column, textOf(value)]];
  });
}

function textOf(value: JsonValue): string {
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== "object" || item === null);
    return plain ? value.map(String).join(",") : JSON.stringify(value);
  }
  return typeof value === "string" ? value : String(value);
}
