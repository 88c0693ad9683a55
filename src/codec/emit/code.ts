import type { Field, Message, NamedType } from "../../schema/index.ts";

/** A symbol that emitted code defines for a named type. */
export type Role = "put" | "get" | "bound" | "ENUM" | "ARMS";

/** `put_prefix`: the prefix keeps names apart from the language's words, the type's name makes it unique. */
export function symbolOf(role: Role, type: NamedType): string {
  return `${role}_${type.name}`;
}

/** What emitted files know and text run in memory doesn't need: the TypeScript names of things. */
export interface Typing {
  /** The type of a decoded struct, union or enum; an enum's is the name of its table of members too. */
  named(type: NamedType): string;
  /** The type of a message's fields. */
  message(message: Message): string;
  /** The type that a message decodes to. */
  decoded(message: Message): string;
  /** The type of a field's decoded value. */
  value(field: Field): string;
}

/**
 * Source text being written, and the names it uses: of the runtime, and of other types. Asking for a name notes
 * it, so nobody keeps lists of imports.
 */
export class Code {
  readonly runtime: Set<string> = new Set();
  /** Types that the runtime exports; used in annotations only. */
  readonly runtimeTypes: Set<string> = new Set();
  readonly types: Map<string, { readonly role: Role; readonly type: NamedType }> = new Map();
  /** With type annotations, for files; null for text that is run as it is. */
  readonly typing: Typing | null;
  readonly #lines: string[] = [];
  #indent = 0;

  constructor(typing: Typing | null) {
    this.typing = typing;
  }

  rt(name: string): string {
    this.runtime.add(name);
    return name;
  }

  ref(role: Role, type: NamedType): string {
    const symbol = this.symbol(role, type);
    this.types.set(symbol, { role, type });
    return symbol;
  }

  /** In files a table of members is the enum itself. */
  symbol(role: Role, type: NamedType): string {
    return role === "ENUM" && this.typing !== null ? this.typing.named(type) : symbolOf(role, type);
  }

  /** `: T`, in files. */
  note(type: string): string {
    if (this.typing === null) return "";
    for (const word of type.match(/\b(Arm|Fields|Loose|Source|Writer)\b/g) ?? []) this.runtimeTypes.add(word);
    return `: ${type}`;
  }

  /** ` as T`, in files: for what a helper's type doesn't tell. */
  as(type: (typing: Typing) => string): string {
    return this.typing === null ? "" : ` as ${type(this.typing)}`;
  }

  line(text = ""): void {
    this.#lines.push(text === "" ? "" : "  ".repeat(this.#indent) + text);
  }

  /** `head {`, what `body` writes, `}`. */
  block(head: string, body: () => void, tail = "}"): void {
    this.line(`${head} {`);
    this.#indent++;
    body();
    this.#indent--;
    this.line(tail);
  }

  /** `try { … } catch (error) { throw …; }` */
  guarded(body: () => void, thrown: string): void {
    this.block("try", body, "} catch (error) {");
    this.line(`  throw ${thrown};`);
    this.line("}");
  }

  /** A function; annotations only in files, where what other modules use is exported. */
  fn(
    name: string,
    params: readonly (readonly [string, string])[],
    returns: string,
    body: () => void,
    exported = false,
  ): void {
    const list = params.map(([p, type]) => `${p}${this.note(type)}`).join(", ");
    this.block(`${exported ? this.exported() : ""}function ${name}(${list})${this.note(returns)}`, body);
    this.line();
  }

  exported(): string {
    return this.typing === null ? "" : "export ";
  }

  /** What `body` writes, after `declaration` if it uses `name`. */
  withLocal(name: string, declaration: string, body: () => void): void {
    const at = this.#lines.length;
    body();
    const uses = new RegExp(`\\b${name}\\.`);
    if (this.#lines.slice(at).some((line) => uses.test(line))) {
      this.#lines.splice(at, 0, "  ".repeat(this.#indent) + declaration);
    }
  }

  text(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}

/** An offset known up to a variable: `o + 12`. */
export class Offset {
  readonly base: string;
  readonly add: number;

  constructor(base: string, add: number) {
    this.base = base;
    this.add = add;
  }

  plus(size: number): Offset {
    return new Offset(this.base, this.add + size);
  }

  toString(): string {
    return this.add === 0 ? this.base : `${this.base} + ${this.add}`;
  }
}

/** A property of an object literal, safe for `__proto__` too. */
export function property(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : name;
}

/** A JavaScript literal of a string, of nothing but printable ASCII. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
