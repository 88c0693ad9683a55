import { VppDefinitionError } from "../../errors/index.ts";
import type { Field, StructType } from "../../schema/index.ts";
import { type Length, type Shape, sizeOf } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import type { TagRule } from "../tag.ts";
import { type Code, literal, Offset, property } from "./code.ts";
import { getExpression, narrowed, shownExpression } from "./refs.ts";
import { readInPlace } from "./scalars.ts";

/** An array of structs of fixed size, its length fixed or counted. */
interface Items {
  readonly element: StructType;
  readonly size: number;
  readonly length: Length;
}

function itemsOf(shape: Shape): Items | null {
  if (shape.kind !== "array" || shape.element.kind !== "struct" || shape.length.kind === "rest") return null;
  const size = sizeOf(shape.element);
  // Elements without size are refused where arrays in general are.
  return size === null || size === 0 ? null : { element: shape.element.type, size, length: shape.length };
}

/** A short array of scalars as a literal. */
function inPlaceArray(shape: Shape, at: Offset): string | null {
  if (shape.kind !== "array" || shape.length.kind !== "fixed" || shape.length.length > LITERAL) return null;
  const { element, length } = shape;
  const size = sizeOf(element) ?? 0;
  const reads = Array.from({ length: length.length }, (_, i) =>
    readInPlace(element, String(at.plus(i * size))),
  );
  return reads.includes(null) || reads.length === 0 ? null : `[${reads.join(", ")}]`;
}

/** Elements of the longest array that is written out. */
const LITERAL = 8;

/** Writes decoders of field lists: the body shared by structs and messages. */
export class FieldsDecoder {
  readonly #code: Code;
  readonly #owner: string;
  readonly #fields: readonly Field[];
  readonly #members: readonly Member[];

  constructor(code: Code, owner: string, fields: readonly Field[]) {
    this.#code = code;
    this.#owner = owner;
    this.#fields = fields;
    this.#members = membersOf(fields);
  }

  /** Bytes of the fields before the first whose size varies. */
  head(): number {
    let size = 0;
    for (const { shape } of this.#members) {
      const own = sizeOf(shape);
      if (own === null) break;
      size += own;
    }
    return size;
  }

  /**
   * Statements that return the fields from `at` on, those in `skip` excepted. The head has been checked to be
   * there; what varies is checked here. `decoded` is the type of the fields, in files.
   */
  body(at: Offset, skip: ReadonlySet<string>, decoded?: string): void {
    this.#code.withLocal("d", "const d = s.view;", () => this.#statements(at, skip, decoded));
  }

  #statements(at: Offset, skip: ReadonlySet<string>, decoded: string | undefined): void {
    const code = this.#code;
    const offsets = new Map<string, Offset>();
    const values = new Map<string, string>();
    let offset = at;
    let bases = 0;
    for (const [i, member] of this.#members.entries()) {
      const { name, shape } = member;
      offsets.set(name, offset);
      const size = sizeOf(shape);
      if (size !== null) {
        values.set(name, this.#fixed(this.#fields[i]!, member, offset, offsets));
        offset = offset.plus(size);
        continue;
      }
      const count = this.#count(this.#fields[i]!, offsets);
      const items = itemsOf(shape);
      const value =
        items === null
          ? shownExpression(code, this.#fields[i]!, shape, String(offset), count)
          : `${code.rt("getItems")}(s, ${offset}, ${count}, ${items.size}, ${this.#itemsName(name)})`;
      code.line(`const f_${name} = ${value};`);
      values.set(name, `f_${name}`);
      const base = `o${++bases}`;
      offset = new Offset(base, 0);
      if (i + 1 === this.#members.length) break;
      code.line(`const ${base} = s.pos;`);
      const tail = this.#tail(i + 1);
      if (tail > 0) {
        code.line(`${code.rt("need")}(s, ${base}, ${tail});`);
        if (this.#members.slice(i + 1).every((m) => sizeOf(m.shape) !== null)) {
          code.line(`s.pos = ${base} + ${tail};`);
        }
      }
    }
    const shown = this.#members.filter((m) => m.countOf === null && !skip.has(m.name));
    if (shown.length === 0) {
      code.line("return {};");
      return;
    }
    code.line("return {");
    for (const { name } of shown) code.line(`  ${property(name)}: ${values.get(name)},`);
    // That discriminator and arm belong together is more than the compiler can see.
    const tagged = decoded !== undefined && this.#members.some((m) => m.tag !== null);
    code.line(tagged ? `} as ${decoded};` : "};");
  }

  /** Functions that `body` refers to; `decoded` as there. */
  helpers(decoded?: string): void {
    for (const [i, member] of this.#members.entries()) {
      if (member.tag !== null) this.#taggedFunction(this.#fields[i]!, member, member.tag, decoded);
      const items = itemsOf(member.shape);
      if (items !== null) this.#itemsFunction(this.#fields[i]!, member.name, items);
    }
  }

  /** Bytes of the run of fixed fields that starts at index `from`. */
  #tail(from: number): number {
    let size = 0;
    for (const { shape } of this.#members.slice(from)) {
      const own = sizeOf(shape);
      if (own === null) break;
      size += own;
    }
    return size;
  }

  #fixed(field: Field, member: Member, at: Offset, offsets: ReadonlyMap<string, Offset>): string {
    const { shape, tag, name } = member;
    if (tag !== null) {
      const discriminator = this.#members.find((m) => m.name === tag.discriminator)!;
      const where = String(offsets.get(tag.discriminator));
      return `tagged_${this.#owner}$${name}(s, ${at}, ${readInPlace(discriminator.shape, where)})`;
    }
    const items = itemsOf(shape);
    if (items?.length.kind === "fixed") return `${this.#itemsName(name)}(s, ${at}, ${items.length.length})`;
    const code = this.#code;
    const read =
      readInPlace(shape, String(at)) ?? inPlaceArray(shape, at) ?? getExpression(code, shape, String(at));
    return read + narrowed(code, field, shape);
  }

  #itemsName(name: string): string {
    return `items_${this.#owner}$${name}`;
  }

  /** A loop of its own for each array of structs: one for all would call what it can't inline. */
  #itemsFunction(field: Field, name: string, { element, size }: Items): void {
    const code = this.#code;
    const type = code.typing?.value(field) ?? "";
    const params = [
      ["s", "Source"],
      ["o", "number"],
      ["count", "number"],
    ] as const;
    code.fn(this.#itemsName(name), params, type, () => {
      code.line(`const items${code.note(type)} = new Array(count);`);
      const get = code.ref("get", element);
      code.line(`for (let i = 0, at = o; i < count; i++, at += ${size}) items[i] = ${get}(s, at);`);
      code.line("return items;");
    });
  }

  #count(field: Field, offsets: ReadonlyMap<string, Offset>): string {
    if (field.array?.kind !== "counted" || field.type.kind === "string") return "0";
    const counter = field.array.count;
    const member = this.#members.find((m) => m.name === counter);
    const at = offsets.get(counter);
    const read = member === undefined || at === undefined ? null : readInPlace(member.shape, String(at));
    if (read === null) {
      throw new VppDefinitionError(`${this.#owner}.${field.name}: no count field ${counter} before it`);
    }
    return read;
  }

  /** One arm for each value of the discriminator; every arm where it selects none, so that nothing is lost. */
  #taggedFunction(field: Field, member: Member, rule: TagRule, decoded: string | undefined): void {
    let type = field.type;
    while (type.kind === "alias") type = type.type;
    if (type.kind !== "union") return;
    const union = type;
    const code = this.#code;
    const arms = new Map(
      membersOf(union.fields).map((arm, i) => [arm.name, [union.fields[i]!, arm.shape]] as const),
    );
    const returns =
      decoded === undefined || decoded === "Fields" ? "Fields" : `${decoded}[${literal(member.name)}]`;
    const params = [
      ["s", "Source"],
      ["o", "number"],
      ["tag", "number"],
    ] as const;
    code.fn(`tagged_${this.#owner}$${member.name}`, params, returns, () => {
      code.block("switch (tag)", () => {
        for (const [value, name] of rule.armOf) {
          const get = shownExpression(code, ...arms.get(name)!, "o");
          code.line(`case ${value}: return { ${property(name)}: ${get} };`);
        }
        code.line(`default: return ${code.ref("get", union)}(s, o);`);
      });
    });
  }
}
