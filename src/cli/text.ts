/**
 * Text that others wrote, fit for a terminal: control characters, which it would obey, are shown as `\x1b`; but
 * for those that `keep` names.
 */
export function printable(text: string, keep = ""): string {
  return text.replace(/\p{Cc}/gu, (c) =>
    keep.includes(c) ? c : `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** Breaks text between its words, where it is longer than a line. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

/** Paragraphs that are too wide, broken anew; what is indented stays as it is. */
export function reflowed(text: string, width: number): string {
  const blocks: string[][] = [[]];
  for (const line of text.split("\n")) {
    const last = blocks[blocks.length - 1];
    // Only a line of the same paragraph goes on with the one before it.
    if (last?.[0] !== undefined && isProse(last[0]) && isProse(line)) last.push(line);
    else blocks.push([line]);
  }
  return blocks
    .slice(1)
    .map((lines) =>
      lines.some((line) => isProse(line) && line.length > width)
        ? wrapped(lines.join(" "), width)
        : lines.join("\n"),
    )
    .join("\n");
}

function isProse(line: string): boolean {
  return /^[^\s]/.test(line);
}

/** The same in one line. */
export function oneLine(text: string): string {
  return printable(text.trim().replace(/\s*\n\s*/g, " "));
}

/** JSON of what others wrote: the controls that JSON itself leaves as they are (DEL, C1) are escaped too. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\x7f-\x9f]/g,
    (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
  );
}
