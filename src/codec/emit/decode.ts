import { VppDefinitionError } from "../../errors/index.ts";
import type { Field } from "../../schema/index.ts";
import { sizeOf } from "../layout.ts";
import { type Member, membersOf } from "../members.ts";
import type { TagRule } from "../tag.ts";
import { type Code, Offset, property } from "./code.ts";
import { getExpression } from "./refs.ts";
import { readInPlace } from "./scalars.ts";

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
   * there; what varies is checked here. Needs `d`, the source's view.
   */
  body(at: Offset, skip: ReadonlySet<string>): void {
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
        values.set(name, this.#fixed(member, offset, offsets));
        offset = offset.plus(size);
        continue;
      }
      const count = this.#count(this.#fields[i]!, offsets);
      code.line(`const f_${name} = ${getExpression(code, shape, String(offset), count)};`);
      values.set(name, `f_${name}`);
      const base = `o${++bases}`;
      offset = new Offset(base, 0);
      if (i + 1 < this.#members.length) code.line(`const ${base} = s.pos;`);
      const tail = this.#tail(i + 1);
      if (tail > 0) {
        code.line(`${code.rt("need")}(s, ${base}, ${tail});`);
        if (this.#members.slice(i + 1).every((m) => sizeOf(m.shape) !== null)) {
          code.line(`s.pos = ${base} + ${tail};`);
        }
      }
    }
    const shown = this.#members.filter((m) => m.countOf === null && !skip.has(m.name));
    code.line("return {");
    for (const { name } of shown) code.line(`  ${property(name)}: ${values.get(name)},`);
    code.line("};");
  }

  /** Functions that `body` refers to. */
  helpers(): void {
    for (const [i, member] of this.#members.entries()) {
      if (member.tag !== null) this.#taggedFunction(this.#fields[i]!, member, member.tag);
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

  #fixed(member: Member, at: Offset, offsets: ReadonlyMap<string, Offset>): string {
    const { shape, tag, name } = member;
    if (tag !== null) {
      const discriminator = this.#members.find((m) => m.name === tag.discriminator)!;
      const where = String(offsets.get(tag.discriminator));
      return `tagged_${this.#owner}_${name}(s, ${at}, ${readInPlace(discriminator.shape, where)})`;
    }
    return readInPlace(shape, String(at)) ?? getExpression(this.#code, shape, String(at));
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
  #taggedFunction(field: Field, member: Member, rule: TagRule): void {
    let type = field.type;
    while (type.kind === "alias") type = type.type;
    if (type.kind !== "union") return;
    const union = type;
    const code = this.#code;
    const arms = new Map(membersOf(union.fields).map((arm) => [arm.name, arm.shape]));
    const params = [
      ["s", "Source"],
      ["o", "number"],
      ["tag", "number"],
    ] as const;
    code.fn(`tagged_${this.#owner}_${member.name}`, params, "Fields", () => {
      code.block("switch (tag)", () => {
        for (const [value, name] of rule.armOf) {
          const get = getExpression(code, arms.get(name)!, "o");
          code.line(`case ${value}: return { ${property(name)}: ${get} };`);
        }
        code.line(`default: return ${code.ref("get", union)}(s, o);`);
      });
    });
  }
}
