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

/** What VPP says may hold anything; a terminal would obey some of it. Line ends and tabs stay where wanted. */
export function printable(text: string, keep: RegExp = /$^/): string {
  return text.replace(/\p{Cc}/gu, (c) =>
    keep.test(c) ? c : `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
