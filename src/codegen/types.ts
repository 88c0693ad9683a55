import { property } from "../codec/emit/code.ts";
import { textFormOf } from "../codec/text-form.ts";
import type { EnumType, NamedType, UnionType } from "../schema/index.ts";
import { isBits } from "./bits.ts";
import { type Doc, readComment, tsdoc } from "./comment.ts";
import { orLeftOut, printFields } from "./fields.ts";
import type { ModuleFile } from "./file.ts";
import { aliasType, fieldType, hasInput, type Side } from "./values.ts";

/** Prints the declarations of a type: of decoded values, and of input where that is more. */
export function printType(file: ModuleFile, type: NamedType): void {
  const doc = readComment(type.comment);
  const names = file.names.type(type);
  const form = textFormOf(type);
  if (form !== null && type.kind !== "alias") {
    file.line(...tsdoc([...doc.lines, TEXTS[form]]), `export type ${names.decoded} = string;`, "");
    return;
  }
  switch (type.kind) {
    case "enum":
      printEnum(file, type, doc);
      break;
    case "union":
      printUnion(file, type, doc, "decoded");
      printUnion(file, type, doc, "input");
      break;
    case "struct":
      file.line(...tsdoc(doc.lines));
      printFields(file, names.decoded, type.fields, "decoded", doc);
      file.line(...tsdoc([`A {@link ${names.decoded}} to be sent.`]).map(unescaped));
      printFields(file, names.input, type.fields, "input", doc);
      break;
    case "alias": {
      const text = form !== null && type.length !== null;
      file.line(...tsdoc(text ? [...doc.lines, TEXTS[form]] : doc.lines));
      const own = text ? "string" : aliasType(file, type.type, type.length, "decoded");
      file.line(`export type ${names.decoded} = ${own};`, "");
      if (!hasInput(type)) return;
      file.line(`export type ${names.input} = ${aliasType(file, type.type, type.length, "input")};`, "");
    }
  }
}

const TEXTS: Readonly<Record<NonNullable<ReturnType<typeof textFormOf>>, string>> = {
  ip4_address: '`"192.0.2.1"`',
  ip6_address: '`"2001:db8::1"`',
  address: '`"192.0.2.1"` or `"2001:db8::1"`',
  prefix: '`"192.0.2.0/24"` or `"2001:db8::/32"`',
  ip4_prefix: '`"192.0.2.0/24"`',
  ip6_prefix: '`"2001:db8::/32"`',
  mac_address: '`"02:fe:00:00:00:01"`',
};

/** `tsdoc` defuses tags; this one is meant. */
function unescaped(line: string): string {
  return line.replace("{\\@link", "{@link");
}

function printEnum(file: ModuleFile, type: EnumType, doc: Doc): void {
  const { decoded, input } = file.names.type(type);
  file.line(...tsdoc(doc.lines), `export const ${decoded} = {`);
  for (const member of type.members) {
    file.line(...tsdoc(fieldText(doc, member.name)).map((line) => `  ${line}`));
    file.line(`  ${property(member.name)}: ${member.value},`);
  }
  file.line("} as const;", "");
  if (isBits(type)) {
    file.line("/** An OR of members. */", `export type ${decoded} = number;`, "");
    file.line("/** A number, or names of members. */");
    file.line(
      `export type ${input} = number | keyof typeof ${decoded} | readonly (keyof typeof ${decoded})[];`,
      "",
    );
  } else {
    file.line(`export type ${decoded} = (typeof ${decoded})[keyof typeof ${decoded}];`, "");
    file.line("/** A member, or its name. */");
    file.line(`export type ${input} = ${decoded} | keyof typeof ${decoded};`, "");
  }
}

function fieldText(doc: Doc, name: string): readonly string[] {
  const text = doc.fields.get(name);
  return text === undefined ? [] : [text];
}

/** Decoded, a union shows every arm; to be sent, one is enough. */
function printUnion(file: ModuleFile, type: UnionType, doc: Doc, side: Side): void {
  const names = file.names.type(type);
  file.line(...tsdoc(side === "decoded" ? doc.lines : []));
  file.line(`export type ${names[side]} = {`);
  for (const arm of type.fields) {
    file.line(...tsdoc(fieldText(doc, arm.name)).map((line) => `  ${line}`));
    const optional = side === "input" ? "?" : "";
    file.line(`  ${property(arm.name)}${optional}: ${fieldType(file, arm, side)}${orLeftOut(optional)};`);
  }
  file.line("};", "");
}
