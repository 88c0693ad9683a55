import type { StatsSample, StatsValue } from "../stats/index.ts";
import { perSecond, rateSum, total } from "./stats-text.ts";
import type { Style } from "./table/style.ts";
import { printable } from "./text.ts";

/** Goes to the top of the terminal; what was there is written over, which flickers less than clearing it. */
const HOME = "\x1b[H";
const CLEAR_LINE = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";

const GAP = "  ";
/** Of a name, whatever else there is to show. */
const MIN_NAME = 12;

/** Name, value or packets, their rate, bytes, their rate. */
type Row = readonly [string, string, string, string, string];

export interface Screen {
  readonly rows: number;
  readonly style: Style;
}

/** A sample as a screenful: a line for each value, in columns, and how many found no room. */
export function screenOf(sample: StatsSample, { rows, style }: Screen): string {
  const all = [...sample.snapshot].map((value) => rowOf(sample, value));
  const notes = sample.restarted ? ["VPP was restarted"] : [];
  // One line for the head, one that the cursor ends on.
  const room = Math.max(1, rows - 2 - notes.length);
  const shown = all.length > room ? all.slice(0, room - 1) : all;
  const more = all.length - shown.length;
  const [head = "", ...lines] = linesOf([headOf(all), ...shown], style.width);
  const text = [style.bold(head), ...notes, ...lines, ...(more > 0 ? [style.dim(`… ${more} more`)] : [])];
  return HOME + text.map((line) => `${line}${CLEAR_LINE}\n`).join("") + CLEAR_BELOW;
}

function rowOf(sample: StatsSample, value: StatsValue): Row {
  const name = printable(value.name);
  const rate = sample.rate(value.name);
  const sum = rate === undefined ? null : rateSum(rate);
  if (value.kind === "combined" || value.kind === "combined-column") {
    const { packets, bytes } = value.sum();
    const each = typeof sum === "object" && sum !== null ? sum : { packets: null, bytes: null };
    return [name, String(packets), perSecond(each.packets), String(bytes), perSecond(each.bytes)];
  }
  const single = rate === undefined || (typeof sum === "object" && sum !== null) ? "" : perSecond(sum);
  return [name, printable(total(value)), single, "", ""];
}

function headOf(rows: readonly Row[]): Row {
  const bytes = rows.some((row) => row[3] !== "");
  const packets = bytes && rows.every((row) => row[3] !== "") ? "packets" : "value";
  return ["", packets, "/s", bytes ? "bytes" : "", bytes ? "/s" : ""];
}

/** Numbers end where their column does; a name gives way to them, from its left, where its family stands. */
function linesOf(rows: readonly Row[], width: number): string[] {
  const widest = (column: 0 | 1 | 2 | 3 | 4) => Math.max(...rows.map((row) => row[column].length));
  const widths = ([1, 2, 3, 4] as const).map(widest);
  const numbers = widths.filter((size) => size > 0).reduce((sum, size) => sum + GAP.length + size, 0);
  const names = Math.min(widest(0), Math.max(MIN_NAME, width - numbers));
  return rows.map(([name, ...cells]) => {
    const fitting = name.length > names ? `…${name.slice(name.length - names + 1)}` : name.padEnd(names);
    const line = cells.reduce((text, cell, i) => {
      const size = widths[i] ?? 0;
      return size === 0 ? text : `${text}${GAP}${cell.padStart(size)}`;
    }, fitting);
    return line.trimEnd().slice(0, width);
  });
}
