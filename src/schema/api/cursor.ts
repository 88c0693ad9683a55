import { VppDefinitionError } from "../../errors/index.ts";
import type { SourceLocation } from "../model.ts";
import { type Token, type TokenKind, tokenize } from "./lexer.ts";

/**
 * Walks over the tokens of a file. A comment counts only between statements; anywhere else it is passed
 * over, as VPP's parser does by recovering from it.
 */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  #next = 0;

  constructor(text: string, file: string) {
    this.#tokens = tokenize(text, file);
    this.#file = file;
  }

  /** The next token, comment or not, without moving. */
  peekRaw(): Token {
    return this.#tokens[this.#next] as Token;
  }

  peek(): Token {
    while (this.peekRaw().kind === "comment") this.#next++;
    return this.peekRaw();
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#next++;
    return token;
  }

  takeRaw(): Token {
    const token = this.peekRaw();
    if (token.kind !== "end") this.#next++;
    return token;
  }

  at(token: Token): SourceLocation {
    return Object.freeze({ file: this.#file, line: token.line, column: token.column });
  }

  isSymbol(text: string): boolean {
    const token = this.peek();
    return token.kind === "symbol" && token.text === text;
  }

  isKeyword(text: string): boolean {
    const token = this.peek();
    return token.kind === "keyword" && token.text === text;
  }

  /** Takes the symbol if it comes next. */
  skip(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.take();
    return true;
  }

  symbol(text: string): Token {
    if (!this.isSymbol(text)) this.expected(`"${text}"`);
    return this.take();
  }

  keyword(text: string): Token {
    if (!this.isKeyword(text)) this.expected(`"${text}"`);
    return this.take();
  }

  name(what: string): Token {
    return this.#kind("name", what);
  }

  string(what: string): Token {
    return this.#kind("string", what);
  }

  #kind(kind: TokenKind, what: string): Token {
    if (this.peek().kind !== kind) this.expected(what);
    return this.take();
  }

  expected(what: string): never {
    const token = this.peek();
    const found = token.kind === "end" ? "the end of the file" : JSON.stringify(token.text.slice(0, 60));
    this.refuse(`expected ${what}, found ${found}`, token);
  }

  refuse(text: string, token: Token): never {
    throw new VppDefinitionError(text, this.at(token));
  }
}
