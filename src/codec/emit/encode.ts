import type { Field, UnionType } from "../../schema/index.ts";
import { sizeOf } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import type { TagRule } from "../tag.ts";
import { type Code, literal, Offset } from "./code.ts";
import { boundExpression, putExpression, putReference } from "./refs.ts";
import { defaultLiteral, mostElements } from "./scalars.ts";

/** Writes encoders of field lists: the body shared by structs and messages. */
export class FieldsEncoder {
  readonly #code: Code;
  readonly #owner: string;
  readonly #fields: readonly Field[];
  readonly #members: readonly Member[];
  readonly #offsets = new Map<string, Offset>();
  #bases = 0;

  /** `owner` names constants; `fields` may leave out, by position, what the caller writes itself. */
  constructor(code: Code, owner: string, fields: readonly Field[]) {
    this.#code = code;
    this.#owner = owner;
    this.#fields = fields;
    this.#members = membersOf(fields);
  }

  /**
   * Statements that write the fields of `v` from `at` on, those in `skip` excepted, and refuse unknown keys.
   * Returns where they end.
   */
  body(at: Offset, skip: ReadonlySet<string>): Offset {
    this.#code.line("let n = 0;");
    let offset = at;
    for (const [i, member] of this.#members.entries()) {
      if (skip.has(member.name)) offset = offset.plus(sizeOf(member.shape) ?? 0);
      else offset = this.#member(this.#fields[i]!, member, offset);
    }
    const owner = this.#owner;
    // A loop of its own for each: V8 keeps what it learns about keys by loop, and one odd object would slow all down.
    this.#code.line("for (const _ in v) n--;");
    this.#code.line(`if (n !== 0) ${this.#code.rt("checkKeys")}(v, KEYS_${owner}, COUNTS_${owner});`);
    return offset;
  }

  /** Constants that `body` refers to; to be written beside the function. */
  constants(skip: ReadonlySet<string>): void {
    const own = this.#members.filter((m) => !skip.has(m.name));
    const keys = own.filter((m) => m.countOf === null).map((m) => literal(m.name));
    const counts = own
      .filter((m) => m.countOf !== null)
      .map((m) => `[${literal(m.name)}]: ${literal(m.countOf!)}`);
    const pure = "/* @__PURE__ */ ";
    this.#code.line(
      `const KEYS_${this.#owner}${this.#code.note("readonly string[]")} = [${keys.join(", ")}];`,
    );
    this.#code.line(
      `const COUNTS_${this.#owner} = ${pure}Object.freeze({${counts.map((c) => ` ${c}`).join(",")}${counts.length > 0 ? " " : ""}});`,
    );
    for (const member of this.#members) {
      const { shape, tag } = member;
      if (tag !== null && shape.kind === "union") {
        armsTable(this.#code, `const ${this.#arms(member)}`, shape.type, tag);
      }
    }
  }

  /** Expression for the most bytes the fields of `v` can take. */
  bound(): string {
    let fixed = 0;
    const parts: string[] = [];
    for (const { name, shape } of this.#members) {
      const size = sizeOf(shape);
      if (size !== null) fixed += size;
      else parts.push(boundExpression(this.#code, shape, `v.${name}`));
    }
    return [String(fixed), ...parts].join(" + ");
  }

  #arms(member: Member): string {
    return `TAGS_${this.#owner}$${member.name}`;
  }

  #member(field: Field, member: Member, at: Offset): Offset {
    this.#offsets.set(member.name, at);
    const { name, shape, tag } = member;
    const size = sizeOf(shape);
    if (member.countOf !== null) return at.plus(size ?? 0);
    if (size === null) return this.#variable(member, at);
    if (tag !== null) this.#tagged(member, tag, at);
    else if (this.#members.some((m) => m.tag?.discriminator === name)) this.#discriminator(member);
    else this.#fixed(field, member, at);
    return at.plus(size);
  }

  #fixed(field: Field, { name, shape }: Member, at: Offset): void {
    const code = this.#code;
    const put = (value: string) => putExpression(code, shape, String(at), "v", literal(name), value);
    const standard = defaultLiteral(field, shape);
    const otherwise =
      standard !== null
        ? ` else ${put(standard)};`
        : shape.kind === "struct" && hasDefaults(shape.type.fields)
          ? ` else ${put("{}")};`
          : "";
    code.line(`if (v.${name} !== undefined) { n++; ${put(`v.${name}`)}; }${otherwise}`);
  }

  /** Not written yet: a union that comes later may decide it. */
  #discriminator({ name, shape }: Member): void {
    const code = this.#code;
    const number =
      shape.kind === "enum"
        ? `${code.rt("enumNumber")}(v, ${literal(name)}, v.${name}, ${code.ref("ENUM", shape.type)})`
        : `v.${name}`;
    code.line(`let tag_${name}${code.note("number | undefined")};`);
    code.line(`if (v.${name} !== undefined) { n++; tag_${name} = ${number}; }`);
  }

  #tagged(member: Member, rule: TagRule, at: Offset): void {
    const code = this.#code;
    const tag = `tag_${rule.discriminator}`;
    const index = this.#members.findIndex((m) => m.name === rule.discriminator);
    const sibling = this.#members[index]!;
    const args = `w, ${at}, v, ${literal(member.name)}, v.${member.name}, ${this.#arms(member)}, ${tag}`;
    code.line(`if (v.${member.name} !== undefined) { n++; ${tag} = ${code.rt("putTagged")}(${args}); }`);
    const base = sibling.shape;
    const plain = base.kind === "enum" ? ({ kind: "scalar", name: base.type.base } as const) : base;
    const where = String(this.#offsets.get(rule.discriminator));
    const put = (value: string) => putExpression(code, plain, where, "v", literal(sibling.name), value);
    const standard = defaultLiteral(this.#fields[index]!, base);
    code.line(`if (${tag} !== undefined) ${put(tag)};${standard === null ? "" : ` else ${put(standard)};`}`);
  }

  #variable({ name, shape }: Member, at: Offset): Offset {
    const code = this.#code;
    const end = `o${++this.#bases}`;
    const put = (value: string) => putExpression(code, shape, String(at), "v", literal(name), value);
    const count = this.#countOf(name);
    code.line(`let ${end} = ${shape.kind === "string" ? at.plus(4) : at};`);
    if (count?.shared) {
      code.line(`if (v.${name} !== undefined) n++;`);
      code.line(`${count.variable} = ${count.expression};`);
      code.line(`${count.put(count.variable)};`);
      code.line(`if (v.${name} !== undefined) ${end} = ${put(`v.${name}`)};`);
    } else {
      const counted = count === null ? "" : `${count.put(count.expression)}; `;
      const otherwise = shape.kind === "struct" ? ` else ${end} = ${put("{}")};` : "";
      code.line(`if (v.${name} !== undefined) { n++; ${counted}${end} = ${put(`v.${name}`)}; }${otherwise}`);
    }
    return new Offset(end, 0);
  }

  /** How the count of an array is checked and written; null for what carries its own length. */
  #countOf(name: string): {
    expression: string;
    put: (value: string) => string;
    shared: boolean;
    variable: string;
  } | null {
    const code = this.#code;
    const own = this.#fields.find((f) => f.name === name)!;
    const call = (most: number, exactly: string) =>
      `${code.rt("countOf")}(v, ${literal(name)}, v.${name}, ${most}, ${exactly})`;
    if (own.array?.kind === "fixed") {
      const length = own.array.length;
      return { expression: call(length, String(length)), put: (x) => x, shared: false, variable: "" };
    }
    if (own.array?.kind !== "counted" || own.type.kind === "string") return null;
    const counter = own.array.count;
    const member = this.#members.find((m) => m.name === counter);
    const at = this.#offsets.get(counter);
    if (member === undefined || at === undefined) return null;
    const sharers = this.#fields.filter((f) => f.array?.kind === "counted" && f.array.count === counter);
    const variable = `count_${counter}`;
    const shared = sharers.length > 1;
    if (shared && sharers[0] === own) {
      code.line(`let ${variable}${code.note("number | undefined")};`);
    }
    return {
      expression: call(mostElements(member.shape), shared ? variable : "undefined"),
      put: (value) => putExpression(code, member.shape, String(at), "v", literal(name), value),
      shared,
      variable,
    };
  }
}

/** True where a field somewhere inside has a default, so that leaving the struct out isn't all zeros. */
export function hasDefaults(fields: readonly Field[]): boolean {
  return fields.some((field) => {
    const { default: value } = field.options;
    if (value !== undefined && value !== 0 && value !== false && value !== null) return true;
    return field.array === null && field.type.kind === "struct" && hasDefaults(field.type.fields);
  });
}

/** The table of a union's arms, with the discriminator's values where a rule gives them. */
export function armsTable(code: Code, declaration: string, union: UnionType, rule: TagRule | null): void {
  code.line(`${declaration}${code.note("readonly Arm[]")} = [`);
  for (const { name, shape } of membersOf(union.fields)) {
    const tag = rule?.caseOf.get(name);
    const tagged = tag === undefined ? "" : `, tag: ${tag}`;
    const put = putReference(code, shape);
    code.line(`  { name: ${literal(name)}, size: ${sizeOf(shape)}${tagged}, put: ${put} },`);
  }
  code.line("];");
}
