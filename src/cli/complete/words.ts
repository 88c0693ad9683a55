/** A line of a shell up to the cursor, taken apart. */
export interface Words {
  /** Without quotes and backslashes. */
  readonly before: readonly string[];
  /** The word that the cursor is in or behind; empty behind a space. */
  readonly last: string;
  /** True where the last word has a quote that is still open: nothing in it breaks words. */
  readonly quoted: boolean;
}

/** Words as a POSIX shell has them, nothing expanded. */
export function splitWords(line: string): Words {
  const before: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? "";
    if (quote !== "") {
      if (c === quote) quote = "";
      else if (c === "\\" && quote === '"' && /["\\$`]/.test(line[i + 1] ?? "")) word += line[++i] ?? "";
      else word += c;
    } else if (c === "'" || c === '"') {
      quote = c;
      word ??= "";
    } else if (/\s/.test(c)) {
      if (word !== null) before.push(word);
      word = null;
    } else word = (word ?? "") + (c === "\\" ? (line[++i] ?? "") : c);
  }
  return { before, last: word ?? "", quoted: quote !== "" };
}
