/** Splits `.api` text as VPP's lexer does (src/tools/vppapigen/vppapigen.py, VPPAPILexer), quirks included. */
import { VppDefinitionError } from "../../errors/index.ts";
import type { DeclaredValue } from "../file/declarations.ts";
import type { SourceLocation } from "../model.ts";

export type TokenKind = "name" | "keyword" | "number" | "string" | "comment" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As written; of a string what is between the quotes. */
  readonly text: string;
  /** What the token stands for where a value is expected. */
  readonly value: DeclaredValue;
  readonly line: number;
  readonly column: number;
}

const KEYWORDS = new Set(
  `service rpc returns null stream events define typedef enum enumflag typeonly manual_print manual_endian
   dont_trace autoreply autoendian option u8 u16 u32 u64 i8 i16 i32 i64 f64 bool string import true false
   union counters paths units severity type description`.split(/\s+/),
);

/** Far above any API file; VPP 26.06's longest has 100 kB. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_DIGITS = 400;

const BLANK = /[ \t]+/y;
const NUMBER = /0[xX][0-9a-fA-F]+|-?[0-9]+\.?[0-9]*/y;
const WORD = /[a-zA-Z_][a-zA-Z_0-9]*/y;
const SYMBOLS = ":{}[];=.,";

export function tokenize(source: string, file: string): readonly Token[] {
  return new Lexer(source, file).run();
}

class Lexer {
  readonly #text: string;
  readonly #file: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  /** Where the current line starts. */
  #lineStart = 0;

  constructor(source: string, file: string) {
    if (source.length > MAX_TEXT)
      throw new VppDefinitionError(`longer than ${MAX_TEXT} characters`, { file });
    this.#text = /\r/.test(source) ? source.replaceAll(/\r\n?/g, "\n") : source;
    this.#file = file;
  }

  run(): readonly Token[] {
    while (this.#at < this.#text.length) this.#step();
    this.#push("end", "", null, 0);
    return this.#tokens;
  }

  #step(): void {
    const c = this.#text[this.#at] as string;
    if (this.#match(BLANK) !== null) return;
    if (c === "\n") this.#newline(this.#at++);
    else if (c === '"') this.#string();
    else if (c === "/") this.#comment();
    else if (SYMBOLS.includes(c)) this.#push("symbol", c, c, 1);
    else this.#word();
  }

  #word(): void {
    // `false` is looked for before words are, so `falsehood` is `false` and `hood`.
    if (this.#text.startsWith("false", this.#at)) {
      this.#push("keyword", "false", false, 5);
      return;
    }
    const number = this.#match(NUMBER, false);
    if (number !== null) {
      this.#push("number", number, this.#number(number), number.length);
      return;
    }
    const word = this.#match(WORD, false);
    if (word === null) {
      const code = this.#text.codePointAt(this.#at) as number;
      this.#refuse(
        `illegal character ${JSON.stringify(String.fromCodePoint(code))} (0x${code.toString(16)})`,
      );
    }
    this.#push(KEYWORDS.has(word) ? "keyword" : "name", word, word, word.length);
  }

  #match(pattern: RegExp, skip = true): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    if (skip) this.#at = pattern.lastIndex;
    return found[0];
  }

  #newline(at: number): void {
    this.#line++;
    this.#lineStart = at + 1;
  }

  #push(kind: TokenKind, text: string, value: DeclaredValue, length: number): void {
    this.#tokens.push({ kind, text, value, line: this.#line, column: this.#at - this.#lineStart + 1 });
    this.#at += length;
  }

  /** A backslash keeps a quote from ending the string; the quote is dropped, the backslash stays. */
  #string(): void {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"' && this.#text[end] !== "\n") {
      end += this.#text[end] === "\\" && this.#text[end + 1] !== "\n" ? 2 : 1;
    }
    if (this.#text[end] !== '"') this.#refuse("a string without end");
    const text = this.#text.slice(this.#at, end + 1);
    if (text.endsWith("\\\n")) this.#refuse("a string without end");
    const value = text.replaceAll('"', "");
    this.#push("string", value, value, text.length);
  }

  #comment(): void {
    const open = this.#text.slice(this.#at, this.#at + 2);
    if (open !== "/*" && open !== "//") this.#refuse('illegal character "/" (0x2f)');
    const found = this.#text.indexOf(open === "/*" ? "*/" : "\n", this.#at + 2);
    if (found < 0 && open === "/*") this.#refuse("a comment without end");
    const end = open === "/*" ? found + 2 : found < 0 ? this.#text.length : found;
    const text = this.#text.slice(this.#at, end);
    const start = this.#at;
    this.#push("comment", text, text, text.length);
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.#newline(start + i);
  }

  #number(text: string): DeclaredValue {
    if (text.startsWith("0X")) this.#refuse(`${text}: a hexadecimal number starts with 0x`);
    if (text.length > MAX_DIGITS) this.#refuse("a number of too many digits");
    if (text.includes(".")) {
      const value = Number(text);
      if (!Number.isFinite(value)) this.#refuse("a number out of range");
      return Object.freeze({ kind: "decimal", value });
    }
    const exact = text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
    const value = Number(exact);
    return Number.isSafeInteger(value) ? value : exact;
  }

  #refuse(text: string): never {
    const at: SourceLocation = { file: this.#file, line: this.#line, column: this.#at - this.#lineStart + 1 };
    throw new VppDefinitionError(text, at);
  }
}
