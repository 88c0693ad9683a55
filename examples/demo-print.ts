// How the demo shows a step: its title, the lines of code behind it, and what they print.
import { readFileSync } from "node:fs";

const isTerminal = process.stdout.isTTY;
const paint = (code: number, text: string): string => (isTerminal ? `\x1b[${code}m${text}\x1b[0m` : text);
const source = readFileSync(new URL("demo.ts", import.meta.url), "utf8").split("\n");
let steps = 0;

export function print(line: string): void {
  console.log(line.replace(/^(?=.)/gm, "  "));
}

/** Shows and runs one step. Its code is read from the demo's own file: what is shown is what runs. */
export async function step<T>(title: string, run: () => Promise<T>): Promise<T> {
  console.log(`\n${paint(1, `${++steps}. ${title}`)}`);
  for (const line of codeOf(steps)) console.log(paint(2, `  │ ${line}`));
  return run();
}

/** The lines inside the nth `step(…)` of the demo. */
function codeOf(nth: number): string[] {
  const starts = source.flatMap((line, at) => (/\bawait step\(/.test(line) ? [at] : []));
  const from = (starts[nth - 1] ?? 0) + 1;
  const indent = /^ */.exec(source[from - 1] ?? "")?.[0].length ?? 0;
  const to = source.findIndex((line, at) => at >= from && line === `${" ".repeat(indent)}});`);
  // Undoing and printing are the demo's business, not the reader's.
  return source
    .slice(from, to)
    .filter((line) => !/\b(undo\.|print\(|return \{)/.test(line))
    .map((line) => line.slice(indent + 2));
}

export function table(rows: readonly Record<string, unknown>[], columns: readonly string[]): void {
  const cells = [[...columns], ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => (line[i] ?? "").length)));
  for (const line of cells) print(line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
}
