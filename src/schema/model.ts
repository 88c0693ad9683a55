/**
 * The definition model: what a set of API files says, linked and frozen.
 *
 * Everything downstream (codecs, client, generators, command line) reads this
 * and nothing else, whether it came from `.api` sources, from `.api.json` or
 * from a running VPP. Nodes are tagged with `kind`; a reference to a type is
 * the node itself, which is possible because the language has no recursion.
 */

export type ScalarName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f64" | "bool";

/** Where a definition stands. `line` and `column` count from 1; null where the source is JSON. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
}

/** `string x[N]` holds N bytes, NUL-padded; `string x[]` (length null) a u32 length and its bytes. */
export interface StringType {
  readonly kind: "string";
  readonly length: number | null;
}

export interface StructType {
  readonly kind: "struct";
  /** Bare: `address`, not `vl_api_address_t`. */
  readonly name: string;
  /** The module whose definition is kept (the one that declares it, where that is known). */
  readonly module: string;
  readonly fields: readonly Field[];
  readonly comment: string | null;
  readonly source: SourceLocation;
}

/** As long as its largest arm; arms start at the same offset. */
export interface UnionType {
  readonly kind: "union";
  readonly name: string;
  readonly module: string;
  /** The arms. `options.case` names the discriminator's member that selects one. */
  readonly fields: readonly Field[];
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export interface EnumMember {
  readonly name: string;
  readonly value: number;
  /** Marked `backwards_compatible`, so left out of CRCs. Only `.api` sources tell; false from JSON. */
  readonly backwardsCompatible: boolean;
}

export interface EnumType {
  readonly kind: "enum";
  readonly name: string;
  readonly module: string;
  /** True for `enumflag`: a value is an OR of members. */
  readonly flag: boolean;
  readonly base: EnumBase;
  readonly members: readonly EnumMember[];
  readonly comment: string | null;
  readonly source: SourceLocation;
}

export type EnumBase = "u8" | "u16" | "u32" | "i8" | "i16" | "i32";

/** `typedef u8 ip4_address[4]`: another name for a type, or for an array of it. */
export interface AliasType {
  readonly kind: "alias";
  readonly name: string;
  readonly module: string;
  readonly type: Type;
  /** Elements, when the alias is of an array. */
  readonly length: number | null;
  readonly comment: string | null;
  readonly source: SourceLocation;
}

/** A type that has a name of its own, referred to as `vl_api_<name>_t`. */
export type NamedType = StructType | UnionType | EnumType | AliasType;
export type Type = ScalarType | StringType | NamedType;

export type FieldArray =
  /** `T x[N]` */
  | { readonly kind: "fixed"; readonly length: number }
  /** `T x[n]`: the length is carried by the earlier sibling field `count`. */
  | { readonly kind: "counted"; readonly count: string }
  /** `T x[0]`, as old releases wrote it: whatever is left of the message. */
  | { readonly kind: "rest" };

/** The value of an option: absent (null), a word, a string, a number or a boolean. */
export type OptionValue = string | number | boolean | null;
export type Options = Readonly<Record<string, OptionValue>>;

export interface Field {
  readonly kind: "field";
  readonly name: string;
  /** The type of one element, where the field is an array. */
  readonly type: Type;
  readonly array: FieldArray | null;
  /** `default`, `limit`, `discriminator`, `case`. */
  readonly options: Options;
  /** The sibling array whose length this field carries, else null: such a field is never the user's. */
  readonly countOf: string | null;
}

export interface Message {
  readonly kind: "message";
  readonly name: string;
  readonly module: string;
  /** Eight lower-case hex digits, as in VPP's message table. */
  readonly crc: string;
  /** As declared, `client_index` and `context` among them, without `_vl_msg_id`. */
  readonly fields: readonly Field[];
  /** `deprecated`, `in_progress`, `status`, `replaced_by`, `vat_help`. */
  readonly options: Options;
  readonly comment: string | null;
  readonly source: SourceLocation;
}

/** What a caller gets back. Services that a file doesn't state are inferred as VPP infers them. */
export interface Service {
  readonly kind: "service";
  readonly caller: string;
  /** Null for `returns null`: no reply is ever sent. */
  readonly reply: string | null;
  /** True when any number of messages may come: `reply`s, or `streamMessage`s and then `reply`. */
  readonly stream: boolean;
  readonly streamMessage: string | null;
  /** Messages that may come at any time once the caller has subscribed. */
  readonly events: readonly string[];
}

export interface CounterElement {
  readonly name: string;
  readonly severity: string;
  readonly type: string;
  readonly units: string;
  readonly description: string;
}

export interface CounterSet {
  readonly name: string;
  readonly elements: readonly CounterElement[];
}

export interface CounterPath {
  readonly path: string;
  readonly counter: string;
}

/** One API file. */
export interface Module {
  readonly kind: "module";
  readonly name: string;
  readonly options: Options;
  /** File version from `option version = "a.b.c"`; null when absent. */
  readonly version: string | null;
  /** `vl_api_version`, as JSON has it (`0x…`, unpadded). */
  readonly apiVersion: string;
  readonly imports: readonly string[];
  readonly messages: readonly string[];
  readonly services: readonly Service[];
  readonly counters: readonly CounterSet[];
  readonly paths: readonly CounterPath[];
  readonly source: SourceLocation;
}

/**
 * All definitions that belong together. Entries of the maps may be built when
 * first asked for; the same node is returned every time and never changes.
 */
export interface Schema {
  readonly kind: "schema";
  readonly modules: ReadonlyMap<string, Module>;
  /** By name, in the order of the files. */
  readonly messages: ReadonlyMap<string, Message>;
  /** By bare name: structs, unions, enums, aliases. */
  readonly types: ReadonlyMap<string, NamedType>;
  /** By caller. */
  readonly services: ReadonlyMap<string, Service>;
}
