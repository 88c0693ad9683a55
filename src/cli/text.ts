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
