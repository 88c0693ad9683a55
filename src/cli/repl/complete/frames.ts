import type { Token } from "./tokens.ts";

/** A bracket that is still open, and what has been read in it. */
export interface Frame {
  readonly bracket: "(" | "[" | "{" | "${";
  /** Which token it is. */
  readonly at: number;
  /** Commas in it so far. */
  commas: number;
  /** In braces: names that have been given. */
  readonly keys: string[];
  /** In braces: the name whose value is being read; null before its colon. */
  key: string | null;
}

const CLOSES: Readonly<Record<string, readonly string[]>> = { ")": ["("], "]": ["["], "}": ["{", "${"] };

/** The brackets that are open behind the last token, outermost first. A bracket that closes nothing is passed over. */
export function openFrames(tokens: readonly Token[]): readonly Frame[] {
  const frames: Frame[] = [];
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== "punctuation") continue;
    const top = frames.at(-1);
    if (text === "(" || text === "[" || text === "{" || text === "${") {
      frames.push({ bracket: text, at, commas: 0, keys: [], key: null });
    } else if (top !== undefined) {
      if (CLOSES[text]?.includes(top.bracket)) frames.pop();
      else if (text === "," || text === ":") step(top, text, nameAt(tokens, at - 1));
    }
  }
  return frames;
}

/** `before` is the name that stands before a comma or colon in braces. */
function step(frame: Frame, text: "," | ":", before: string | null): void {
  if (text === ",") {
    frame.commas++;
    // The short form: `{ sw_if_index, `.
    if (frame.key === null && before !== null) frame.keys.push(before);
    frame.key = null;
  } else if (frame.key === null && before !== null) {
    frame.key = before;
    frame.keys.push(before);
  }
}

function nameAt(tokens: readonly Token[], at: number): string | null {
  const token = tokens[at];
  return token?.kind === "name" || token?.kind === "string" ? token.text : null;
}

/**
 * The names that lead to a token, `a.b["c"]` as `["a", "b", "c"]`; null where something else than a name begins it.
 * `end` is the last token of it.
 */
export function chainTo(tokens: readonly Token[], end: number): readonly string[] | null {
  const names: string[] = [];
  let at = end;
  for (;;) {
    const token = tokens[at];
    if (token?.kind === "name") {
      names.unshift(token.text);
      const before = tokens[at - 1]?.text;
      if (before !== "." && before !== "?.") return names;
      at -= 2;
    } else if (token?.text === "]" && tokens[at - 1]?.kind === "string" && tokens[at - 2]?.text === "[") {
      names.unshift(tokens[at - 1]?.text ?? "");
      at -= 3;
    } else return null;
  }
}
