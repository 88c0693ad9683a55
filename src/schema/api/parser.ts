/** The statements of an `.api` file (grammar: src/tools/vppapigen/vppapigen.py, VPPAPIParser). */
import { parseBlock, parseField, parseOption } from "./blocks.ts";
import { Cursor } from "./cursor.ts";
import { parseEnum } from "./enums.ts";
import type { Token } from "./lexer.ts";
import { parseCounters, parsePaths, parseService } from "./services.ts";
import type { BlockSyntax, Statement } from "./syntax.ts";

const FLAGS = new Set(["manual_print", "manual_endian", "dont_trace", "typeonly", "autoendian", "autoreply"]);

/** @throws VppDefinitionError with line and column of the token that doesn't fit. */
export function parseApi(text: string, file: string): readonly Statement[] {
  const cursor = new Cursor(text, file);
  const comments = new Comments();
  const statements: Statement[] = [];
  if (cursor.peekRaw().kind === "end") cursor.expected("a statement");
  while (cursor.peekRaw().kind !== "end") {
    if (cursor.peekRaw().kind === "comment") comments.seen(cursor.takeRaw());
    else statements.push(parseStatement(cursor, comments));
  }
  return statements;
}

/**
 * The comment before a message or struct belongs to it if it ends on the line before or later. VPP takes
 * the line of the keyword, but of a struct with flags that of its name.
 */
class Comments {
  #last: string | null = null;
  #lastLine = 0;

  seen(comment: Token): void {
    this.#last = comment.text;
    this.#lastLine = comment.line + comment.text.split("\n").length - 1;
  }

  takeFor(line: number): string | null {
    const comment = line <= this.#lastLine + 1 ? this.#last : null;
    this.#last = null;
    return comment;
  }
}

function parseStatement(cursor: Cursor, comments: Comments): Statement {
  const flags: Token[] = [];
  while (cursor.peek().kind === "keyword" && FLAGS.has(cursor.peek().text)) flags.push(cursor.take());
  const first = cursor.peek();
  const word = first.kind === "keyword" ? first.text : "";
  switch (word) {
    case "define":
    case "union":
      cursor.take();
      return parseDefinition(cursor, comments, first, flags);
    case "typedef":
      cursor.take();
      return parseTypedef(cursor, comments, first, flags);
  }
  if (flags.length > 0) cursor.expected('"define", "typedef" or "union"');
  switch (word) {
    case "option":
      return parseOption(cursor);
    case "import":
      return parseImport(cursor);
    case "enum":
    case "enumflag":
      return parseEnum(cursor);
    case "service":
      return parseService(cursor);
    case "counters":
      return parseCounters(cursor);
    case "paths":
      return parsePaths(cursor);
    default:
      return cursor.expected("a statement");
  }
}

function parseImport(cursor: Cursor): Statement {
  cursor.keyword("import");
  const path = cursor.string("the path of a file");
  cursor.symbol(";");
  return { kind: "import", path: path.text, at: cursor.at(path) };
}

function parseTypedef(cursor: Cursor, comments: Comments, first: Token, flags: readonly Token[]): Statement {
  const word = cursor.peek();
  if (word.kind !== "name") return { kind: "alias", field: parseField(cursor) };
  cursor.take();
  if (cursor.isSymbol("{")) return parseDefinition(cursor, comments, first, flags, word);
  return { kind: "alias", field: parseField(cursor, word) };
}

function parseDefinition(
  cursor: Cursor,
  comments: Comments,
  first: Token,
  flags: readonly Token[],
  taken?: Token,
): BlockSyntax {
  const kind = first.text as BlockSyntax["kind"];
  const name = taken ?? cursor.name(`the name of a ${kind === "define" ? "message" : kind}`);
  const block = parseBlock(cursor);
  cursor.symbol(";");
  const comment =
    kind === "union"
      ? null
      : comments.takeFor(kind === "typedef" && flags.length > 0 ? name.line : first.line);
  return {
    kind,
    name: name.text,
    at: cursor.at(name),
    flags: flags.map((flag) => flag.text),
    block,
    comment,
  };
}
