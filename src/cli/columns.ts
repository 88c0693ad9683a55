import type { JsonObject, JsonValue } from "../codec/index.ts";
import type { Shape } from "../codec/layout.ts";
import { membersOf } from "../codec/members.ts";
import { meantOrKnown } from "../codec/suggest.ts";
import type { Field, Message } from "../schema/index.ts";
import { UsageError } from "./exit-code.ts";

/** Fields of a message, and parts of them as `route.prefix`: what `--columns` chooses. */
export type Columns = readonly string[];

/** `a,b.c` */
export function readColumns(text: string): Columns {
  const columns = text.split(",").map((column) => column.trim());
  if (columns.includes("")) throw new UsageError(`expected names of columns, got ${JSON.stringify(text)}`);
  return [...new Set(columns)];
}

/** @throws UsageError for a column that the message can't have. */
export function checkColumns({ name, fields }: Message, columns: Columns): void {
  for (const column of columns) {
    let within: readonly Field[] | null = fields;
    for (const step of column.split(".")) {
      const members = within === null ? [] : membersOf(within).filter(({ countOf }) => countOf === null);
      const member = members.find((one) => one.name === step);
      if (member === undefined) {
        // A call's context is the connection's business: it isn't printed.
        const names = members.map((one) => one.name).filter((one) => within !== fields || one !== "context");
        throw new UsageError(
          `${name} has no column ${JSON.stringify(column)}${within === null ? "" : meantOrKnown(step, names)}`,
        );
      }
      within = fieldsOf(member.shape);
    }
  }
}

function fieldsOf(shape: Shape): readonly Field[] | null {
  return shape.kind === "struct" || shape.kind === "union" ? shape.type.fields : null;
}

/** The chosen columns alone, where they were: `{"route":{"prefix":…}}`. */
export function pick(message: JsonObject, columns: Columns): JsonObject {
  const picked: JsonObject = {};
  for (const column of columns) {
    const value = valueAt(message, column);
    if (value !== undefined) put(picked, column.split("."), value);
  }
  return picked;
}

/** The chosen columns side by side, in their order: `{"route.prefix":…}`. Those that it hasn't are empty. */
export function row(message: JsonObject, columns: Columns): JsonObject {
  return Object.fromEntries(columns.map((column) => [column, valueAt(message, column) ?? ""]));
}

function valueAt(message: JsonObject, column: string): JsonValue | undefined {
  return column
    .split(".")
    .reduce<JsonValue | undefined>(
      (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      message,
    );
}

function put(target: JsonObject, [step = "", ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const there = target[step];
  const next = isObject(there) ? there : {};
  target[step] = next;
  put(next, rest, value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
