import { property } from "../codec/emit/code.ts";
import { membersOf } from "../codec/members.ts";
import type { TagRule } from "../codec/tag.ts";
import type { EnumType, Field, UnionType } from "../schema/index.ts";
import { isBits } from "./bits.ts";
import { type Doc, tsdoc } from "./comment.ts";
import type { ModuleFile } from "./file.ts";
import { fieldType, isRequired, type Side } from "./values.ts";

/**
 * Prints the type of a field list: of a struct, or of a message without what the session fills in (`skip`).
 * A discriminated union in it makes it a union of the whole.
 */
export function printFields(
  file: ModuleFile,
  name: string,
  fields: readonly Field[],
  side: Side,
  doc: Doc,
  skip: ReadonlySet<string> = new Set(),
): void {
  const own = fields.filter((field) => field.countOf === null && !skip.has(field.name));
  const tags = membersOf(fields).flatMap((member, i) =>
    member.tag === null ? [] : [{ field: fields[i] as Field, rule: member.tag }],
  );
  const apart = new Set(tags.flatMap(({ field, rule }) => [field.name, rule.discriminator]));
  const plain = own.filter((field) => !apart.has(field.name));
  if (tags.length === 0 && plain.length === 0) {
    file.line(`export type ${name} = Record<string, never>;`, "");
    return;
  }
  if (tags.length === 0) {
    file.line(`export type ${name} = {`);
    for (const field of plain) file.line(...indent(fieldLines(file, field, side, doc)));
    file.line("};", "");
    return;
  }
  const unions = tags.map(({ field, rule }) => {
    const discriminator = fields.find((other) => other.name === rule.discriminator) as Field;
    return armLines(file, field, discriminator, rule, side).map((arm) => `  | ${arm}`);
  });
  if (plain.length > 0) {
    file.line(`export type ${name} = {`);
    for (const field of plain) file.line(...indent(fieldLines(file, field, side, doc)));
    file.line("} & (");
  } else {
    file.line(`export type ${name} = (`);
  }
  for (const [i, arms] of unions.entries()) file.line(...arms, i === unions.length - 1 ? ");" : ") & (");
  file.line("");
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function fieldLines(file: ModuleFile, field: Field, side: Side, doc: Doc): readonly string[] {
  const text = doc.fields.get(field.name);
  const { default: standard } = field.options;
  const tags =
    side === "input" && standard !== undefined && standard !== null
      ? [`@defaultValue ${String(standard)}`]
      : [];
  const optional = side === "input" && !isRequired(field) ? "?" : "";
  return [
    ...tsdoc(text === undefined ? [] : [text], tags),
    `${property(field.name)}${optional}: ${fieldType(file, field, side)}${orLeftOut(optional)};`,
  ];
}

/** What is undefined counts as left out, under `exactOptionalPropertyTypes` too. */
export function orLeftOut(optional: "?" | ""): string {
  return optional === "?" ? " | undefined" : "";
}

/** One arm for each value of the discriminator, one for values that select none, and for input one without. */
function armLines(
  file: ModuleFile,
  field: Field,
  discriminator: Field,
  rule: TagRule,
  side: Side,
): readonly string[] {
  const union = behind(field);
  const kind = behindEnum(discriminator);
  const optional = side === "input" ? "?" : "";
  const tag = `${property(discriminator.name)}${optional}`;
  const slot = property(field.name);
  const whole = fieldType(file, field, side);
  const arms = [...rule.armOf].map(([value, arm]) => {
    const type = fieldType(file, union.fields.find((f) => f.name === arm) as Field, side);
    const one =
      side === "decoded"
        ? `{ ${property(arm)}: ${type} }`
        : `${file.runtimeType("Only")}<${whole}, ${JSON.stringify(arm)}>`;
    return `{ ${tag}: ${tagText(file, kind, value, side)}${orLeftOut(optional)}; ${slot}: ${one} }`;
  });
  const others = otherValues(file, kind, rule, side);
  // Said in so many words, any arm will do.
  if (others !== null) arms.push(`{ ${property(discriminator.name)}: ${others}; ${slot}: ${whole} }`);
  if (side === "input") {
    const any = fieldType(file, discriminator, "input");
    arms.push(`{ ${tag}: ${any}${orLeftOut(optional)}; ${slot}?: undefined }`);
  }
  return arms;
}

function tagText(file: ModuleFile, kind: EnumType | null, value: number, side: Side): string {
  const member = kind?.members.find((m) => m.value === value);
  if (kind === null || member === undefined || isBits(kind)) return String(value);
  const exact = `typeof ${file.decoded(kind)}.${member.name}`;
  return side === "input" ? `${exact} | ${JSON.stringify(member.name)}` : exact;
}

/** The values that select no arm; null where every one does. */
function otherValues(file: ModuleFile, kind: EnumType | null, rule: TagRule, side: Side): string | null {
  if (kind === null || isBits(kind)) return "number";
  const others = kind.members.filter((m) => !rule.armOf.has(m.value));
  if (others.length === 0) return null;
  return others.map((m) => tagText(file, kind, m.value, side)).join(" | ");
}

function behind(field: Field): UnionType {
  let type = field.type;
  while (type.kind === "alias") type = type.type;
  if (type.kind !== "union") throw new TypeError(`${field.name} is no union`);
  return type;
}

function behindEnum(field: Field): EnumType | null {
  let type = field.type;
  while (type.kind === "alias") type = type.type;
  return type.kind === "enum" ? type : null;
}
