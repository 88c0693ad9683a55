import type { JsonObject } from "../../codec/index.ts";
import { printable } from "../text.ts";
import { cellsOf } from "./cells.ts";
import type { Style } from "./style.ts";

/** What takes lines: an Output, or a list of them. */
interface Lines {
  line(text: string): unknown;
}

/** One message as a list of its fields. Text of several lines stands below its name. */
export function printRecord(message: JsonObject, output: Lines, style: Style): void {
  const cells = cellsOf(message);
  const width = Math.max(0, ...cells.map(([name]) => name.length));
  for (const [name, text] of cells) {
    const label = style.bold(name.padEnd(width));
    const shown = printable(text.replace(/\r?\n$/, ""), "\n\t");
    if (shown.includes("\n")) output.line(`${label}\n${shown}`);
    else output.line(shown === "" ? style.bold(name) : `${label}  ${shown}`);
  }
}
