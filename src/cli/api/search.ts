import type { JsonObject } from "../../codec/index.ts";
import type { Field, NamedType, Schema } from "../../schema/index.ts";
import { UsageError } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import type { Format } from "../printer.ts";
import { printRows } from "./ls.ts";
import { schemaFor } from "./schema.ts";

export interface SearchCommand extends ConnectionArguments {
  /** A regular expression; letters match whatever their case. */
  readonly pattern: string;
  readonly format: Format;
}

/**
 * `vpp-ts api search`: names of modules, messages, types, fields and enum members, and comments, that match.
 *
 * @throws UsageError for what is no regular expression; Error where nothing matches, so that the exit status is 1.
 */
export async function search({ pattern, format, ...options }: SearchCommand): Promise<void> {
  const matches = matcher(pattern);
  const found = [...find(await schemaFor(options), matches)];
  await printRows(found, format);
  if (found.length === 0) throw new Error(`nothing matches ${JSON.stringify(pattern)}`);
}

function matcher(pattern: string): (text: string) => boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, "i");
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return (text) => expression.test(text);
}

function* find(schema: Schema, matches: (text: string) => boolean): Generator<JsonObject> {
  for (const name of schema.modules.keys()) if (matches(name)) yield row("module", name, name, "name");
  for (const { name, module, fields, comment } of schema.messages.values()) {
    const where = [
      ...(matches(name) ? ["name"] : []),
      ...members(fields, matches),
      ...(comment !== null && matches(comment) ? ["comment"] : []),
    ];
    if (where.length > 0) yield row("message", name, module, where.join(", "));
  }
  for (const type of schema.types.values()) {
    const { kind, name, module, comment } = type;
    const where = [
      ...(matches(name) ? ["name"] : []),
      ...partsOf(type, matches),
      ...(comment !== null && matches(comment) ? ["comment"] : []),
    ];
    if (where.length > 0) yield row(kind, name, module, where.join(", "));
  }
}

function partsOf(type: NamedType, matches: (text: string) => boolean): readonly string[] {
  if (type.kind === "enum") return members(type.members, matches);
  return type.kind === "alias" ? [] : members(type.fields, matches);
}

function members(all: readonly Pick<Field, "name">[], matches: (text: string) => boolean): readonly string[] {
  return all.map(({ name }) => name).filter(matches);
}

function row(kind: string, name: string, module: string, match: string): JsonObject {
  return { kind, name, module, match };
}
