import { VppDefinitionError } from "../../errors/index.ts";
import type { FieldDeclaration } from "../file/declarations.ts";
import { MAX_EXPANDED_FIELDS } from "../limits.ts";
import type { Field, FieldArray, Options, SourceLocation, Type } from "../model.ts";
import { fieldLayout, MAX_FIXED_SIZE } from "./layout.ts";
import { plainOptions } from "./options.ts";
import { SCALARS, stringType } from "./scalars.ts";

/** The message or type whose fields are linked, for errors. */
export interface Parent {
  readonly name: string;
  readonly kind: "message" | "struct" | "union";
  readonly source: SourceLocation;
}

export type Resolve = (type: string, source: SourceLocation, usedBy: string) => Type;

export function linkFields(
  declared: readonly FieldDeclaration[],
  parent: Parent,
  resolve: Resolve,
): readonly Field[] {
  const counts = countFields(declared, parent);
  const fields = declared.map((field) => linkField(field, parent, resolve, counts.get(field.name) ?? null));
  checkSizes(fields, declared, parent);
  return Object.freeze(fields);
}

/** The array counted, by the name of the field that counts it. */
function countFields(declared: readonly FieldDeclaration[], parent: Parent): Map<string, string> {
  const counts = new Map<string, string>();
  const before = new Map<string, FieldDeclaration>();
  for (const field of declared) {
    if (before.has(field.name)) refuse(field, parent, "a second field of this name");
    // A counted string is a vl_api_string_t to VPP's C code: it carries a length of its own.
    if (field.count !== null && field.type !== "string") {
      const count = before.get(field.count);
      if (count === undefined)
        refuse(field, parent, `its length is in ${field.count}, which is no field before it`);
      if (count.length !== null || !/^[ui](8|16|32|64)$/.test(count.type)) {
        refuse(field, parent, `its length is in ${field.count}, which is no integer`);
      }
      const other = counts.get(field.count);
      if (other !== undefined)
        refuse(field, parent, `its length is in ${field.count}, as is that of ${other}`);
      counts.set(field.count, field.name);
    }
    before.set(field.name, field);
  }
  return counts;
}

function linkField(field: FieldDeclaration, parent: Parent, resolve: Resolve, countOf: string | null): Field {
  const { name } = field;
  const options = plainOptions(field.options);
  if (field.type === "string") {
    // `string x;` is how releases up to 19.08 wrote `string x[]`.
    const length = field.count !== null || field.length === 0 ? null : field.length;
    return Object.freeze({ kind: "field", name, type: stringType(length), array: null, options, countOf });
  }
  const type = SCALARS.get(field.type) ?? resolve(field.type, field.source, `${parent.name}.${name}`);
  return Object.freeze({
    kind: "field",
    name,
    type,
    array: arrayOf(field),
    options: withBoolean(options, type),
    countOf,
  });
}

/** VPP's compiler takes `true` for a word, so JSON has `"default": "true"` where a boolean is meant. */
function withBoolean(options: Options, type: Type): Options {
  const base = type.kind === "alias" ? type.type : type;
  if (options.default !== "true" || base.kind !== "scalar" || base.name !== "bool") return options;
  return Object.freeze(Object.assign(Object.create(null), options, { default: true }));
}

/** `T x[0]` without a count is what releases before 20.x wrote for "whatever is left of the message". */
function arrayOf(field: FieldDeclaration): FieldArray | null {
  if (field.count !== null) return Object.freeze({ kind: "counted", count: field.count });
  if (field.length === null) return null;
  return Object.freeze(field.length === 0 ? { kind: "rest" } : { kind: "fixed", length: field.length });
}

function checkSizes(fields: readonly Field[], declared: readonly FieldDeclaration[], parent: Parent): void {
  let size = 0;
  let parts = 0;
  fields.forEach((field, i) => {
    const at = declared[i] as FieldDeclaration;
    const layout = fieldLayout(field);
    size += layout.size;
    parts += layout.parts;
    if (parts > MAX_EXPANDED_FIELDS) refuse(at, parent, `more than ${MAX_EXPANDED_FIELDS} fields in all`);
    if (size > MAX_FIXED_SIZE) refuse(at, parent, `longer than a message can be (${MAX_FIXED_SIZE} bytes)`);
    if (layout.tail === "fixed") return;
    if (parent.kind === "union") refuse(at, parent, "an arm of a union has a fixed length");
    if (layout.tail === "rest" && i + 1 < fields.length)
      refuse(at, parent, "takes the rest of the message, so it must be last");
    if (layout.tail === "rest" && field.array !== null && field.array.kind !== "rest") {
      refuse(at, parent, "an array of something that takes the rest of the message");
    }
  });
}

function refuse(field: FieldDeclaration, parent: Parent, text: string): never {
  throw new VppDefinitionError(`${parent.name}.${field.name}: ${text}`, field.source);
}
