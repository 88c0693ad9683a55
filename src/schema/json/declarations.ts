/**
 * Declarations over raw JSON. Only the name is looked at when a file is read; the rest when it is asked
 * for, because most of what a VPP serves is types it has already told in another module.
 */
import type {
  AliasDeclaration,
  DeclaredOptions,
  EnumDeclaration,
  EnumMemberDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  StructDeclaration,
} from "../file/declarations.ts";
import { MAX_PARTS } from "../limits.ts";
import type { EnumBase, SourceLocation } from "../model.ts";
import { readCrc, readFields, readLength } from "./fields.ts";
import {
  describe,
  identifier,
  isObject,
  type JsonObject,
  type JsonPlace,
  NO_OPTIONS,
  options,
  own,
  refuse,
  text,
} from "./value.ts";

/** `[name, …parts, {…}]`: how JSON writes everything that has parts. The last object may be missing. */
export type RawEntry = readonly [string, ...unknown[]];

const NOTHING: JsonObject = Object.freeze({});

function metaOf(raw: RawEntry): JsonObject {
  const last = raw.at(-1);
  return raw.length > 1 && isObject(last) ? last : NOTHING;
}

function partsOf(raw: RawEntry, place: JsonPlace): readonly unknown[] {
  const end = isObject(raw.at(-1)) ? raw.length - 1 : raw.length;
  if (end - 1 > MAX_PARTS) refuse(place, `more than ${MAX_PARTS} parts`);
  return raw.slice(1, end);
}

function commentOf(raw: RawEntry, place: JsonPlace): string | null {
  const comment = own(metaOf(raw), "comment");
  return comment === undefined || comment === null ? null : text(comment, place, "a comment");
}

/** Shared by the lazy declarations: where they stand, and what they were read from. */
abstract class JsonEntry {
  readonly name: string;
  readonly source: SourceLocation;
  readonly #raw: RawEntry;
  readonly #section: string;
  readonly #index: number;

  constructor(raw: RawEntry, source: SourceLocation, section: string, index: number) {
    this.name = raw[0];
    this.source = source;
    this.#raw = raw;
    this.#section = section;
    this.#index = index;
  }

  get comment(): string | null {
    return commentOf(this.#raw, this.place);
  }

  protected get meta(): JsonObject {
    return metaOf(this.#raw);
  }

  protected get parts(): readonly unknown[] {
    return partsOf(this.#raw, this.place);
  }

  protected get place(): JsonPlace {
    return { file: this.source.file, path: `${this.#section}[${this.#index}] (${this.name})` };
  }
}

export class JsonStruct extends JsonEntry implements StructDeclaration {
  readonly kind: "struct" | "union";
  #fields: readonly FieldDeclaration[] | undefined;

  constructor(
    kind: "struct" | "union",
    raw: RawEntry,
    source: SourceLocation,
    section: string,
    index: number,
  ) {
    super(raw, source, section, index);
    this.kind = kind;
    Object.freeze(this);
  }

  get fields(): readonly FieldDeclaration[] {
    this.#fields ??= readFields(this.parts, this.place, this.source);
    return this.#fields;
  }
}

export class JsonMessage extends JsonEntry implements MessageDeclaration {
  readonly kind = "message";
  #fields: readonly FieldDeclaration[] | undefined;

  constructor(raw: RawEntry, source: SourceLocation, section: string, index: number) {
    super(raw, source, section, index);
    Object.freeze(this);
  }

  get fields(): readonly FieldDeclaration[] {
    if (this.#fields === undefined) {
      const fields = readFields(this.parts, this.place, this.source);
      const first = fields[0];
      const skip = first !== undefined && first.name === "_vl_msg_id" ? 1 : 0;
      this.#fields = Object.freeze(fields.slice(skip));
    }
    return this.#fields;
  }

  get crc(): string {
    return readCrc(own(this.meta, "crc"), this.place);
  }

  get options(): DeclaredOptions {
    const value = own(this.meta, "options");
    return value === undefined ? NO_OPTIONS : options(value, this.place);
  }
}

/** Limits of what an enum may be sent as. */
const BASES: Readonly<Record<EnumBase, readonly [number, number]>> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffffffff],
  i8: [-0x80, 0x7f],
  i16: [-0x8000, 0x7fff],
  i32: [-0x80000000, 0x7fffffff],
};

export class JsonEnum extends JsonEntry implements EnumDeclaration {
  readonly kind = "enum";
  readonly flag: boolean;
  #members: readonly EnumMemberDeclaration[] | undefined;

  constructor(flag: boolean, raw: RawEntry, source: SourceLocation, section: string, index: number) {
    super(raw, source, section, index);
    this.flag = flag;
    Object.freeze(this);
  }

  /** The first releases with enums had only 32-bit ones and didn't say so. */
  get base(): EnumBase {
    const base = own(this.meta, "enumtype") ?? "u32";
    if (typeof base !== "string" || !Object.hasOwn(BASES, base)) {
      refuse(this.place, `expected an integer type of at most 32 bits, found ${describe(base)}`);
    }
    return base as EnumBase;
  }

  get members(): readonly EnumMemberDeclaration[] {
    this.#members ??= Object.freeze(this.parts.map((part) => this.#member(part)));
    return this.#members;
  }

  #member(part: unknown): EnumMemberDeclaration {
    if (!Array.isArray(part)) refuse(this.place, `expected [member, value], found ${describe(part)}`);
    const name = identifier(part[0], this.place, "the name of a member");
    const value: unknown = part[1];
    const [low, high] = BASES[this.base];
    if (typeof value !== "number" || !Number.isInteger(value) || value < low || value > high) {
      refuse(this.place, `${name}: expected an integer that fits ${this.base}, found ${describe(value)}`);
    }
    return Object.freeze({ name, value, backwardsCompatible: false });
  }
}

export class JsonAlias implements AliasDeclaration {
  readonly kind = "alias";
  readonly comment = null;
  readonly name: string;
  readonly type: string;
  readonly length: number | null;
  readonly source: SourceLocation;

  constructor(name: string, raw: unknown, source: SourceLocation, place: JsonPlace) {
    this.name = name;
    this.source = source;
    if (!isObject(raw)) refuse(place, `expected an object with a type, found ${describe(raw)}`);
    this.type = identifier(own(raw, "type"), place, "a type");
    const length = own(raw, "length");
    this.length = length === undefined || length === null ? null : readLength(length, place);
    Object.freeze(this);
  }
}
