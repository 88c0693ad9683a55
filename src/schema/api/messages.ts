import { formatPosition, VppDefinitionError } from "../../errors/index.ts";
import { declaredCrc, earlyCrc } from "../crc/declared.ts";
import { fieldsText } from "../crc/text.ts";
import type {
  DeclaredOptions,
  DeclaredValue,
  FieldDeclaration,
  MessageDeclaration,
} from "../file/declarations.ts";
import type { BlockSyntax, FieldSyntax } from "./syntax.ts";
import type { TypeTable } from "./types.ts";

export interface Declared {
  /** The message, and its reply if that is automatic. */
  readonly messages: readonly MessageDeclaration[];
  /** What the message adds to the CRC of its file. */
  readonly text: string;
}

export function declareMessage(syntax: BlockSyntax, table: TypeTable): Declared {
  const block: FieldSyntax[] = [];
  const options: Record<string, DeclaredValue> = Object.create(null);
  for (const part of syntax.block) {
    if (part.kind === "field") block.push(part);
    else options[part.name] = part.value;
  }
  if (block.length === 0) throw new VppDefinitionError(`${syntax.name}: has no fields`, syntax.at);
  Object.freeze(options);
  const { fields } = table.fields(block, syntax.name);
  const message = build(syntax, syntax.name, fields, options, syntax.comment, table);
  const messages = syntax.flags.includes("autoreply")
    ? [message, autoreply(syntax, options, table)]
    : [message];
  return { messages, text: fieldsText(fields) };
}

/** `context` and `retval`, with the options of what it replies to (vppapigen.py, autoreply_block). */
function autoreply(syntax: BlockSyntax, options: DeclaredOptions, table: TypeTable): MessageDeclaration {
  const field = (type: string, name: string): FieldDeclaration =>
    Object.freeze({ name, type, length: null, count: null, options: NO_OPTIONS, source: syntax.at });
  const fields = Object.freeze([field("u32", "context"), field("i32", "retval")]);
  return build(syntax, `${syntax.name}_reply`, fields, options, null, table);
}

const NO_OPTIONS: DeclaredOptions = Object.freeze(Object.create(null));

function build(
  { at: source }: BlockSyntax,
  name: string,
  fields: readonly FieldDeclaration[],
  options: DeclaredOptions,
  comment: string | null,
  table: TypeTable,
): MessageDeclaration {
  const { crcCovers, keptCrcs } = table.dialect;
  const value =
    crcCovers === "every type"
      ? declaredCrc(fields, table.get)
      : earlyCrc(fields, table.get, crcCovers === "first type");
  const computed = value.toString(16).padStart(8, "0");
  const crc = keptCrcs.get(name)?.get(computed) ?? computed;
  return Object.freeze({ kind: "message", name, fields, crc, options, comment, source });
}

export function refuseTwice(messages: readonly MessageDeclaration[]): void {
  const known = new Map<string, MessageDeclaration>();
  for (const message of messages) {
    const other = known.get(message.name);
    if (other !== undefined) {
      const text = `message ${message.name} is already declared in ${formatPosition(other.source)}`;
      throw new VppDefinitionError(text, message.source);
    }
    known.set(message.name, message);
  }
}
