/** A piece of JavaScript. Comments and space are none. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "template" | "regex" | "punctuation";
  /** As written; of a string what is between its quotes, as written. */
  readonly text: string;
  /** Where the token ends; for a string behind its quote. */
  readonly end: number;
  /** A string, template or comment that the text ends in. */
  readonly open: boolean;
}

/** Behind these a slash begins a regular expression, not a division. */
const BEFORE_REGEX = new Set("return typeof case in of delete void do else await yield throw new".split(" "));

/** White space, comments that end, and those that don't (`open`). */
const SKIP = /(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/y;
const OPEN_COMMENT = /\/\/[^\n]*$|\/\*[\s\S]*$/y;
const NAME = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?)n?/iy;
const STRING = /(["'])((?:(?!\1)[^\\\n]|\\[\s\S])*)(\1|\\?$)?/y;
const REGEX = /\/(?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/iy;
const PUNCTUATION = /\?\.(?!\d)|=>|\.\.\.|[\s\S]/y;
/** What a template holds up to a value in it, its end, or the end of the text. */
const TEMPLATE = /((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)(\$\{|`|\\?$)?/y;

/**
 * The tokens of JavaScript that is still being typed: whatever is wrong or unfinished in it, there are tokens, and
 * together they end where the text does. A value in a template stands between `${` and `}` tokens.
 */
export function tokensOf(text: string): readonly Token[] {
  return new Tokenizer(text).read();
}

class Tokenizer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  /** Brackets that are open; only what `}` closes matters: a block, or a value in a template. */
  readonly #braces: ("{" | "${")[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly Token[] {
    while (this.#at < this.#text.length) {
      if (this.#match(SKIP) !== null) continue;
      if (this.#match(OPEN_COMMENT) !== null) this.#add("template", "", true);
      else this.#token();
    }
    return this.#tokens;
  }

  #token(): void {
    const word = this.#word();
    if (word !== null) this.#tokens.push({ open: false, ...word, end: this.#at });
    else this.#punctuation(this.#match(PUNCTUATION)?.[0] ?? "");
  }

  #word(): (Pick<Token, "kind" | "text"> & { readonly open?: boolean }) | null {
    const name = this.#match(NAME);
    if (name !== null) return { kind: "name", text: name[0] };
    const number = this.#match(NUMBER);
    if (number !== null) return { kind: "number", text: number[0] };
    const string = this.#match(STRING);
    if (string !== null) {
      // A string that a line end cuts off is over, too.
      const open = this.#at === this.#text.length && string[3] !== string[1];
      return { kind: "string", text: string[2] ?? "", open };
    }
    const regex = this.#slashIsRegex() ? this.#match(REGEX) : null;
    return regex === null ? null : { kind: "regex", text: regex[0] };
  }

  #punctuation(text: string): void {
    if (text === "`") {
      this.#template();
      return;
    }
    this.#add("punctuation", text);
    if (text === "{") this.#braces.push("{");
    else if (text === "}" && this.#braces.pop() === "${") this.#template();
  }

  #template(): void {
    const [, text = "", stop] = this.#match(TEMPLATE) ?? [];
    this.#add("template", text, stop !== "`" && stop !== "${");
    if (stop !== "${") return;
    this.#braces.push("${");
    this.#add("punctuation", "${");
  }

  #slashIsRegex(): boolean {
    const last = this.#tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === "name") return BEFORE_REGEX.has(last.text);
    return last.kind === "punctuation" && ![")", "]", "}"].includes(last.text);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === "") return null;
    this.#at = pattern.lastIndex;
    return found;
  }

  #add(kind: Token["kind"], text: string, open = false): void {
    this.#tokens.push({ kind, text, end: this.#at, open });
  }
}
