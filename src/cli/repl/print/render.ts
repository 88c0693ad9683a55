import { inspect } from "node:util";
import { fieldsToJson, type JsonObject } from "../../../codec/index.ts";
import { VppEncodeError } from "../../../errors/index.ts";
import type { Message } from "../../../schema/index.ts";
import { columnsOf } from "../../table/columns.ts";
import { legible } from "../../table/legible.ts";
import { printRecord } from "../../table/record.ts";
import type { Style } from "../../table/style.ts";
import { headLine, rowLine, rowOf } from "../../table/table.ts";
import { wrapped } from "../../text.ts";
import type { Origins } from "../origins.ts";
import { plainRow } from "./plain.ts";

export interface RenderOptions {
  readonly style: Style;
  readonly colours: boolean;
  /** Rows of a table that are shown. */
  readonly maxRows: number;
}

/**
 * A result as text: what VPP sent as its definition has it, a reply as a list of its fields, several messages or
 * plain objects as a table; all else as JavaScript shows it.
 */
export function render(value: unknown, origins: Origins, options: RenderOptions): string {
  const message = origins.of(value);
  const record = message === undefined ? undefined : messageRow(message, value);
  if (record !== undefined) return recordText(record, options.style);
  const rows = Array.isArray(value) && value.length > 0 ? rowsOf(value, origins, options.maxRows) : null;
  if (rows !== null && Array.isArray(value)) return tableText(rows, value.length, options.style);
  return inspect(value, { colors: options.colours, depth: 6 });
}

function recordText(record: JsonObject, style: Style): string {
  const lines: string[] = [];
  printRecord(record, { line: (text) => lines.push(text) }, style);
  return lines.join("\n");
}

function tableText(rows: readonly JsonObject[], count: number, style: Style): string {
  const cells = rows.map(rowOf);
  const columns = columnsOf(cells, style.width);
  const notes = [
    ...(count > rows.length ? [`… and ${count - rows.length} more`] : []),
    ...(columns.hidden.length > 0 ? [`Not shown: ${columns.hidden.join(", ")}`] : []),
  ];
  return [
    ...(columns.shown.length > 0 ? [headLine(columns, style)] : []),
    ...cells.map((row) => rowLine(row, columns)),
    ...notes.map((note) => style.dim(wrapped(note, style.width))),
  ].join("\n");
}

/** The rows of a table; null where some element is neither a message nor a plain object. */
function rowsOf(values: readonly unknown[], origins: Origins, max: number): readonly JsonObject[] | null {
  const rows: JsonObject[] = [];
  for (const value of values.slice(0, max)) {
    const message = origins.of(value);
    const row = (message === undefined ? undefined : messageRow(message, value)) ?? plainRow(value);
    if (row === undefined) return null;
    rows.push(row);
  }
  return rows;
}

/** Undefined for what has been changed so that its definition doesn't fit any more. */
function messageRow(message: Message, value: unknown): JsonObject | undefined {
  try {
    return legible(message, fieldsToJson(message, value as Readonly<Record<string, unknown>>));
  } catch (error) {
    if (error instanceof VppEncodeError) return undefined;
    throw error;
  }
}
