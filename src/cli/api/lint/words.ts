import type { EnumType, Message, Schema, Type } from "../../../schema/index.ts";
import type { Place, Report } from "./finding.ts";

/** `\param name`, `@param name`, `@param[in] name - …` */
const PARAM = /[\\@]param(?:\[[^\]]*\])?\s+([A-Za-z_]\w*)/g;

/** What a definition says of itself to people. */
export function lintComment({ schema }: Place, message: Message, report: Report): void {
  const { name, comment, fields } = message;
  // A reply goes with its request.
  if (comment === null || comment.replace(/[\s/*]/g, "") === "") {
    if (schema.services.has(name)) report("warning", "no-comment", message, "nothing says what it does");
    return;
  }
  const names = new Set(fields.map((field) => field.name));
  const params = [...comment.matchAll(PARAM)].map(([, param = ""]) => param);
  for (const param of new Set(params)) {
    if (!names.has(param))
      report("warning", "unknown-param", message, `describes ${param}, which is no field`);
  }
}

export function lintEnum(type: EnumType, report: Report): void {
  const values = new Map<number, string>();
  for (const { name, value } of type.members) {
    const other = values.get(value);
    if (other !== undefined) report("warning", "same-value", type, `${name} and ${other} are both ${value}`);
    else values.set(value, name);
  }
}

/** Types of a source that nothing refers to. JSON repeats what it imports, so it can't tell. */
export function lintUnused({ schema, module }: Place, report: Report): void {
  // A file of types alone is there for others.
  if (module.messages.length === 0 && schema.modules.size === 1) return;
  const used = usedTypes(schema);
  for (const type of schema.types.values()) {
    const { line, file } = type.source;
    if (line === null || file !== module.source.file || used.has(type)) continue;
    report("warning", "unused-type", type, "no message and no type has it in it");
  }
}

const known = new WeakMap<Schema, ReadonlySet<Type>>();

/** Every type that a field, or another type, is of. */
function usedTypes(schema: Schema): ReadonlySet<Type> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const used = new Set<Type>();
  for (const { fields } of schema.messages.values()) for (const { type } of fields) used.add(type);
  for (const type of schema.types.values()) {
    if (type.kind === "alias") used.add(type.type);
    else if (type.kind !== "enum") for (const field of type.fields) used.add(field.type);
  }
  known.set(schema, used);
  return used;
}
