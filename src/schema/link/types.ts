import { VppDefinitionError } from "../../errors/index.ts";
import type {
  AliasDeclaration,
  EnumDeclaration,
  StructDeclaration,
  TypeDeclaration,
} from "../file/declarations.ts";
import { referencedName } from "../file/names.ts";
import type {
  AliasType,
  EnumType,
  NamedType,
  SourceLocation,
  StructType,
  Type,
  UnionType,
} from "../model.ts";
import { linkFields } from "./fields.ts";
import { layoutOf, MAX_FIXED_SIZE } from "./layout.ts";
import { LazyMap } from "./lazy-map.ts";
import { SCALARS, stringType } from "./scalars.ts";

/** Types within types; the deepest of VPP 26.06 is 5. */
const MAX_DEPTH = 64;

/** Resolves references to types, each type built once; a type within itself has no size and is refused. */
export class TypeLinker {
  readonly types: LazyMap<NamedType>;
  readonly #declared: ReadonlyMap<string, TypeDeclaration>;
  readonly #moduleOf: (name: string) => string;
  readonly #building = new Set<string>();

  constructor(declared: ReadonlyMap<string, TypeDeclaration>, moduleOf: (name: string) => string) {
    this.#declared = declared;
    this.#moduleOf = moduleOf;
    this.types = new LazyMap(declared, (name) => this.#build(name));
  }

  readonly resolve = (type: string, source: SourceLocation, usedBy: string): Type => {
    const scalar = SCALARS.get(type);
    if (scalar !== undefined) return scalar;
    const name = referencedName(type);
    if (name === null || !this.#declared.has(name)) {
      throw new VppDefinitionError(`${usedBy}: unknown type ${type}`, source);
    }
    if (this.#building.has(name)) {
      const circle = [...this.#building, name].slice([...this.#building].indexOf(name)).join(" → ");
      throw new VppDefinitionError(`${usedBy}: a type can't be part of itself: ${circle}`, source);
    }
    if (this.#building.size >= MAX_DEPTH) {
      throw new VppDefinitionError(`${usedBy}: more than ${MAX_DEPTH} types within each other`, source);
    }
    return this.types.get(name) as NamedType;
  };

  #build(name: string): NamedType {
    const declared = this.#declared.get(name) as TypeDeclaration;
    this.#building.add(name);
    try {
      switch (declared.kind) {
        case "struct":
        case "union":
          return this.#struct(declared);
        case "enum":
          return this.#enum(declared);
        case "alias":
          return this.#alias(declared);
      }
    } finally {
      this.#building.delete(name);
    }
  }

  #struct(declared: StructDeclaration): StructType | UnionType {
    const { kind, name, comment, source } = declared;
    const fields = linkFields(declared.fields, declared, this.resolve);
    if (fields.length === 0) throw new VppDefinitionError(`${name}: has no fields`, source);
    return Object.freeze({ kind, name, module: this.#moduleOf(name), fields, comment, source });
  }

  #enum(declared: EnumDeclaration): EnumType {
    const { name, flag, base, comment, source } = declared;
    const names = new Set<string>();
    for (const member of declared.members) {
      if (names.has(member.name))
        throw new VppDefinitionError(`${name}: a second member ${member.name}`, source);
      names.add(member.name);
    }
    const members = Object.freeze(declared.members.map((m) => Object.freeze({ ...m })));
    return Object.freeze({
      kind: "enum",
      name,
      module: this.#moduleOf(name),
      flag,
      base,
      members,
      comment,
      source,
    });
  }

  #alias(declared: AliasDeclaration): AliasType {
    const { name, comment, source } = declared;
    const isString = declared.type === "string";
    if (isString && declared.length === null) {
      throw new VppDefinitionError(`${name}: a string needs a length or []`, source);
    }
    const type = isString
      ? stringType(declared.length === 0 ? null : declared.length)
      : this.resolve(declared.type, source, name);
    const length = isString ? null : declared.length;
    const { size, tail } = layoutOf(type);
    if (size * (length ?? 1) > MAX_FIXED_SIZE) {
      throw new VppDefinitionError(`${name}: longer than a message can be (${MAX_FIXED_SIZE} bytes)`, source);
    }
    if (tail === "rest" && length !== null) {
      throw new VppDefinitionError(
        `${name}: an array of something that takes the rest of the message`,
        source,
      );
    }
    return Object.freeze({
      kind: "alias",
      name,
      module: this.#moduleOf(name),
      type,
      length,
      comment,
      source,
    });
  }
}
