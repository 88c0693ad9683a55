/** A definition's comment, taken apart. */
export interface Doc {
  /** The description; each entry one line. */
  readonly lines: readonly string[];
  /** What is said of fields, by name. */
  readonly fields: ReadonlyMap<string, string>;
}

const NO_DOC: Doc = { lines: [], fields: new Map() };

/** Reads a comment as VPP's `.api` files write them: `\brief`, then `@param field - text`. */
export function readComment(comment: string | null): Doc {
  if (comment === null) return NO_DOC;
  const lines: string[] = [];
  const fields = new Map<string, string>();
  let field: string | null = null;
  for (const line of plainLines(comment)) {
    const param = /^[@\\]par(?:am|ma)(?:\[\w*\])?\s+(\w+)\s*(?:[-:]+\s*)?(.*)$/.exec(line);
    if (param !== null) {
      field = param[1] as string;
      // Said twice of one field: both.
      fields.set(field, join(fields.get(field), param[2] as string));
    } else if (field !== null && line !== "" && !/^[@\\]\w/.test(line)) {
      fields.set(field, join(fields.get(field), line));
    } else {
      field = null;
      lines.push(line.replace(/[@\\](brief|note|ref|c|p|b|a|details)\b\s*/g, ""));
    }
  }
  for (const [name, text] of fields) if (text === "") fields.delete(name);
  return { lines: trimmed(lines), fields };
}

function plainLines(comment: string): readonly string[] {
  return comment
    .replace(/^\s*\/\*+/, "")
    .replace(/\*+\/\s*$/, "")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/^\s*\*+(?!\*)\s?/, "").trim());
}

function join(before: string | undefined, text: string): string {
  return before === undefined || before === "" ? text : `${before} ${text}`;
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== "");
  if (first < 0) return [];
  const kept = lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
  return kept.filter((line, i) => line !== "" || kept[i - 1] !== "");
}

const WIDTH = 100;

/** A TSDoc comment of these lines; nothing for none. Whatever would end the comment or start a tag is defused. */
export function tsdoc(lines: readonly string[], tags: readonly string[] = []): readonly string[] {
  const text = lines.flatMap((line) => wrap(defused(line).replaceAll("@", "\\@")));
  const all = [...text, ...(text.length > 0 && tags.length > 0 ? [""] : []), ...tags.map(defused)];
  if (all.length === 0) return [];
  if (all.length === 1) return [`/** ${all[0]} */`];
  return ["/**", ...all.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/** Definitions come from anywhere: nothing in them ends the comment, or its line. */
function defused(line: string): string {
  return line.replaceAll("*/", "*\\/").replace(/[\n\r\u2028\u2029]+/g, " ");
}

function wrap(line: string): readonly string[] {
  const out: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(" ", WIDTH);
    if (space <= 0) break;
    out.push(rest.slice(0, space));
    rest = rest.slice(space + 1).trimStart();
  }
  return [...out, rest];
}
