import type { NamedType } from "../../schema/index.ts";

/** A symbol that emitted code defines for a named type. */
export type Role = "put" | "get" | "bound" | "ENUM" | "ARMS";

/** `put_prefix`: the prefix keeps names apart from the language's words, the type's name makes it unique. */
export function symbolOf(role: Role, type: NamedType): string {
  return `${role}_${type.name}`;
}

/**
 * Source text being written, and the names it uses: of the runtime, and of other types. Asking for a name notes
 * it, so nobody keeps lists of imports.
 */
export class Code {
  readonly runtime: Set<string> = new Set();
  readonly types: Map<string, { readonly role: Role; readonly type: NamedType }> = new Map();
  /** With type annotations, for files; without, to be run as it is. */
  readonly typed: boolean;
  readonly #lines: string[] = [];
  #indent = 0;

  constructor(typed: boolean) {
    this.typed = typed;
  }

  rt(name: string): string {
    this.runtime.add(name);
    return name;
  }

  ref(role: Role, type: NamedType): string {
    const symbol = symbolOf(role, type);
    this.types.set(symbol, { role, type });
    return symbol;
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

  /** A function; annotations only where `typed`. */
  fn(name: string, params: readonly (readonly [string, string])[], returns: string, body: () => void): void {
    const list = params.map(([p, type]) => (this.typed ? `${p}: ${type}` : p)).join(", ");
    this.block(`function ${name}(${list})${this.typed ? `: ${returns}` : ""}`, body);
    this.line();
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
