/** The types a file may refer to: its own and those of its imports, as far as they are declared already. */
import { formatPosition, VppDefinitionError } from "../../errors/index.ts";
import type { EnumMemberDeclaration, FieldDeclaration, TypeDeclaration } from "../file/declarations.ts";
import { MAX_EXPANDED_FIELDS } from "../limits.ts";
import type { Dialect } from "./dialect.ts";
import type { AliasSyntax, BlockSyntax, EnumSyntax, FieldSyntax } from "./syntax.ts";

interface KnownType {
  readonly declaration: TypeDeclaration;
  /** Ends in an array or string whose length the message tells. */
  readonly variable: boolean;
  /** Fields in it and in what it is made of. */
  readonly parts: number;
}

export class TypeTable {
  readonly dialect: Dialect;
  /** Set by the dialect, or by a declaration that only early releases had. */
  #early: boolean;
  readonly #types = new Map<string, KnownType>();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
    this.#early = dialect.early;
  }

  /** By reference: `vl_api_address_t`. */
  readonly get = (reference: string): TypeDeclaration | undefined => this.#types.get(reference)?.declaration;

  /** The fields of a message or type, where every type is known and only the last is of variable length. */
  fields(
    block: readonly FieldSyntax[],
    parent: string,
  ): { fields: readonly FieldDeclaration[]; variable: boolean; parts: number } {
    const names = new Map<string, FieldSyntax>();
    let variable = false;
    let parts = 0;
    const fields = block.map((field, i) => {
      const declared = declareField(field, names, parent, this.#early);
      const type = this.#reference(field);
      parts += 1 + (type?.parts ?? 0);
      if (parts > MAX_EXPANDED_FIELDS)
        refuse(field, parent, `more than ${MAX_EXPANDED_FIELDS} fields in all`);
      variable = variable || isVariable(declared) || type?.variable === true;
      if (variable && i + 1 < block.length && !this.#early)
        refuse(field, parent, "is of variable length, so it must be the last field");
      return declared;
    });
    return { fields: Object.freeze(fields), variable, parts };
  }

  struct(syntax: BlockSyntax): TypeDeclaration {
    if (syntax.kind === "define") this.#early = true;
    const option = syntax.block.find((part) => part.kind === "option");
    if (option !== undefined)
      throw new VppDefinitionError(`${syntax.name}: a type has no options`, option.at);
    const block = syntax.block as readonly FieldSyntax[];
    const { fields, variable, parts } = this.fields(block, syntax.name);
    const kind = syntax.kind === "union" ? "union" : "struct";
    return this.#add(
      { kind, name: syntax.name, fields, comment: syntax.comment, source: syntax.at },
      variable,
      parts,
    );
  }

  alias({ field }: AliasSyntax): TypeDeclaration {
    const { name, type, length, source } = declareField(field, new Map(), null, this.#early);
    const parts = this.#reference(field)?.parts ?? 0;
    return this.#add({ kind: "alias", name, type, length, comment: null, source }, false, parts);
  }

  enum(syntax: EnumSyntax): TypeDeclaration {
    const { name, flag, base, at } = syntax;
    const members = declareMembers(syntax, this.dialect.firstEnumValue);
    return this.#add({ kind: "enum", flag, name, base, members, comment: null, source: at }, false, 0);
  }

  #add(declaration: TypeDeclaration, variable: boolean, parts: number): TypeDeclaration {
    const reference = `vl_api_${declaration.name}_t`;
    const other = this.#types.get(reference)?.declaration;
    if (other !== undefined) {
      const text = `type ${declaration.name} is already declared in ${formatPosition(other.source)}`;
      throw new VppDefinitionError(text, declaration.source);
    }
    this.#types.set(reference, { declaration: Object.freeze(declaration), variable, parts });
    return declaration;
  }

  #reference(field: FieldSyntax): KnownType | null {
    if (SCALAR.test(field.type)) return null;
    const known = this.#types.get(field.type);
    if (known === undefined) throw new VppDefinitionError(`undefined type ${field.type}`, field.typeAt);
    return known;
  }
}

const SCALAR = /^([ui](8|16|32|64)|f64|bool|string)$/;

/** VPP refuses these as plain fields: Python programs couldn't say them. */
const PYTHON_KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from
   global if import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

/** `before` null: an alias, which has no siblings. */
function declareField(
  field: FieldSyntax,
  siblings: Map<string, FieldSyntax>,
  parent: string | null,
  early: boolean,
): FieldDeclaration {
  const { name, type, array, at: source } = field;
  if (siblings.has(name)) refuse(field, parent, "a second field of this name");
  if (array === null) {
    if (type === "string" && !early) refuse(field, parent, "a string needs a length or []");
    if (PYTHON_KEYWORDS.has(name) && !early)
      refuse(field, parent, "is a keyword of Python, which VPP allows for no field");
  }
  if (array?.kind === "open" && type !== "string")
    refuse(field, parent, "only a string can be without a length");
  const count = array?.kind === "counted" ? array : null;
  const counter = count === null ? undefined : siblings.get(count.count);
  if (count !== null && (counter === undefined || counter.array !== null)) {
    throw new VppDefinitionError(
      `${name}: its length is in ${count.count}, which is no field before it`,
      count.at,
    );
  }
  siblings.set(name, field);
  const length = array === null ? null : array.kind === "fixed" ? array.length : 0;
  return Object.freeze({ name, type, length, count: count?.count ?? null, options: field.options, source });
}

function isVariable(field: FieldDeclaration): boolean {
  return field.count !== null || (field.type === "string" && field.length === 0);
}

function declareMembers(
  { name: parent, members, flag }: EnumSyntax,
  first: number,
): readonly EnumMemberDeclaration[] {
  const names = new Set<string>();
  let value = first - 1;
  let marked = false;
  const declared = members.map((member) => {
    const { name, at } = member;
    const fail = (text: string): never => {
      throw new VppDefinitionError(`${parent}.${name}: ${text}`, at);
    };
    if (names.has(name)) fail("a second member of this name");
    names.add(name);
    if (member.value === null) value++;
    else if (typeof member.value === "number") value = member.value;
    else fail("the value must be a whole number of at most 32 bits");
    const backwardsCompatible = Object.hasOwn(member.options, "backwards_compatible");
    if (marked && !backwardsCompatible)
      fail("follows a backwards_compatible member, so it must be one as well");
    marked ||= backwardsCompatible;
    if (flag && !isFlag(value)) fail("a member of an enumflag has one bit at most");
    return Object.freeze({ name, value, backwardsCompatible });
  });
  return Object.freeze(declared);
}

function isFlag(value: number): boolean {
  const bits = BigInt(Math.abs(value));
  return (bits & (bits - 1n)) === 0n || bits === 0n;
}

function refuse(field: FieldSyntax, parent: string | null, text: string): never {
  throw new VppDefinitionError(`${parent === null ? "" : `${parent}.`}${field.name}: ${text}`, field.at);
}
