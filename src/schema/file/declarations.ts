/**
 * One API file as it stands: declarations in their order, types by their text, nothing resolved.
 *
 * The `.api` compiler and the JSON reader produce it, the JSON writer prints it and `linkSchema` makes
 * the model of it. As in VPP's own JSON, the types of imported files are part of it, repeated as often
 * as they are imported.
 */
import type { CounterPath, EnumBase, Service, SourceLocation } from "../model.ts";

export interface ApiFile {
  readonly kind: "file";
  /** `ip_types` of `ip_types.api`. */
  readonly module: string;
  /** The file's path, or what else names the place it came from. */
  readonly source: string;
  readonly types: readonly TypeDeclaration[];
  readonly messages: readonly MessageDeclaration[];
  readonly services: readonly Service[];
  readonly options: DeclaredOptions;
  /** `0x…`, unpadded. */
  readonly apiVersion: string;
  /** Paths as written, those of imported files among them. */
  readonly imports: readonly string[];
  readonly counters: readonly CounterDeclaration[];
  /** One entry a `paths` block; a block of one path is that path, as in VPP's JSON. */
  readonly paths: readonly (CounterPath | readonly CounterPath[])[];
}

/** A number with a decimal point: 5.0 and 5 are one number here but two texts in VPP's JSON. */
export interface DecimalNumber {
  readonly kind: "decimal";
  readonly value: number;
}

/** A bigint is an integer that a number can't hold exactly. */
export type DeclaredValue = string | number | bigint | boolean | null | DecimalNumber;
export type DeclaredOptions = Readonly<Record<string, DeclaredValue>>;

export interface FieldDeclaration {
  readonly name: string;
  /** As written: `u32`, `vl_api_address_t`. */
  readonly type: string;
  /** Elements of an array, 0 where `count` names the field that says; null for a plain field. */
  readonly length: number | null;
  readonly count: string | null;
  readonly options: DeclaredOptions;
  readonly source: SourceLocation;
}

export interface StructDeclaration {
  readonly kind: "struct" | "union";
  readonly name: string;
  readonly fields: readonly FieldDeclaration[];
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export interface EnumMemberDeclaration {
  readonly name: string;
  readonly value: number;
  readonly backwardsCompatible: boolean;
}

export interface EnumDeclaration {
  readonly kind: "enum";
  readonly flag: boolean;
  readonly name: string;
  readonly base: EnumBase;
  readonly members: readonly EnumMemberDeclaration[];
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export interface AliasDeclaration {
  readonly kind: "alias";
  readonly name: string;
  readonly type: string;
  readonly length: number | null;
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export type TypeDeclaration = StructDeclaration | EnumDeclaration | AliasDeclaration;

export interface MessageDeclaration {
  readonly kind: "message";
  readonly name: string;
  /** Without `_vl_msg_id`. */
  readonly fields: readonly FieldDeclaration[];
  /** Eight lower-case hex digits. */
  readonly crc: string;
  readonly options: DeclaredOptions;
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export interface CounterDeclaration {
  readonly name: string;
  /** `name` first, then the element's statements in the order they were written. */
  readonly elements: readonly Readonly<Record<string, string>>[];
}
