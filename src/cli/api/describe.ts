import { didYouMean } from "../../codec/index.ts";
import { shapeOf, sizeOf, typeShape } from "../../codec/layout.ts";
import type { Message, NamedType, Schema } from "../../schema/index.ts";
import { UsageError } from "../exit-code.ts";
import { enumsIn, type FieldNode, fieldTree, nameOf } from "./fields.ts";
import { searchHint } from "./search-hint.ts";
import { roleOf, statusOf } from "./status.ts";
import { type Uses, usesOf } from "./uses.ts";

/** Bytes of the u16 message id that every payload starts with. */
const ID_SIZE = 2;

export interface EnumDescription {
  readonly name: string;
  /** The type on the wire. */
  readonly base: string;
  readonly flag: boolean;
  readonly members: Readonly<Record<string, number>>;
}

interface Described {
  readonly name: string;
  readonly module: string;
  readonly comment: string | null;
  /** Bytes; null where it varies. */
  readonly size: number | null;
  readonly fields: readonly FieldNode[];
  readonly enums: readonly EnumDescription[];
}

export interface MessageDescription extends Described {
  readonly kind: "message";
  readonly crc: string;
  readonly role: string;
  readonly status: readonly string[];
}

export interface TypeDescription extends Described {
  readonly kind: NamedType["kind"];
  /** What an alias stands for. */
  readonly alias: string | null;
  readonly usedBy: Uses;
}

export type Description = MessageDescription | TypeDescription;

/** @throws UsageError for a name that is neither a message nor a type. `vl_api_address_t` is `address`. */
export function describe(schema: Schema, name: string): Description {
  const message = schema.messages.get(name);
  if (message !== undefined) return describeMessage(schema, message);
  const bare = /^vl_api_(.+)_t$/.exec(name)?.[1] ?? name;
  const type = schema.types.get(bare);
  if (type !== undefined) return describeType(schema, type);
  const hint = schema.modules.has(name)
    ? `, it is a module: vpp-ts api ls ${name}`
    : didYouMean(bare, [...schema.messages.keys(), ...schema.types.keys()]) || searchHint(bare);
  throw new UsageError(`no message or type ${JSON.stringify(name.slice(0, 64))}${hint}`);
}

function describeMessage(schema: Schema, message: Message): MessageDescription {
  const { name, module, comment, crc, fields } = message;
  const sizes = fields.map((field) => sizeOf(shapeOf(field)));
  return {
    kind: "message",
    name,
    module,
    crc,
    role: roleOf(schema, name),
    status: statusOf(message.options),
    comment,
    size: sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), ID_SIZE),
    fields: fieldTree(fields, ID_SIZE),
    enums: enumsIn(fields).map(describeEnum),
  };
}

function describeType(schema: Schema, type: NamedType): TypeDescription {
  const { kind, name, module, comment } = type;
  const own = kind === "struct" || kind === "union" ? type.fields : [];
  return {
    kind,
    name,
    module,
    alias: kind === "alias" ? `${nameOf(type.type)}${type.length === null ? "" : `[${type.length}]`}` : null,
    comment,
    size: sizeOf(typeShape(type)),
    fields: fieldTree(own, 0, kind === "union"),
    enums: kind === "enum" ? [describeEnum(type)] : enumsIn(own).map(describeEnum),
    usedBy: usesOf(schema, type),
  };
}

function describeEnum({ name, base, flag, members }: Extract<NamedType, { kind: "enum" }>): EnumDescription {
  return { name, base, flag, members: Object.fromEntries(members.map((m) => [m.name, m.value])) };
}
