import type { JsonObject } from "../../codec/index.ts";
import type { Output } from "../output.ts";
import { printable, wrapped } from "../text.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { type Columns, columnsOf, GAP } from "./columns.ts";
import type { Style } from "./style.ts";

/** Rows that decide how wide columns are. Later ones are printed as they come: a dump may have millions. */
const SAMPLE = 1000;

/** Messages of one kind as a table. */
export class Table {
  readonly #output: Output;
  readonly #style: Style;
  #waiting: (readonly Cell[])[] = [];
  #columns: Columns | null = null;

  constructor(output: Output, style: Style) {
    this.#output = output;
    this.#style = style;
  }

  async add(message: JsonObject): Promise<void> {
    const row = rowOf(message);
    if (this.#columns !== null) await this.#print(row, this.#columns);
    else if (this.#waiting.push(row) === SAMPLE) await this.#begin();
  }

  /** Prints what is still waiting, and what found no room. */
  async end(): Promise<void> {
    const columns = this.#columns ?? (await this.#begin());
    if (columns.hidden.length > 0) {
      const list = columns.hidden.join(", ");
      const note = wrapped(`Not shown (--json has them): ${list}`, this.#style.width);
      this.#output.line(this.#style.dim(note));
    }
    await this.#output.flush();
  }

  async #begin(): Promise<Columns> {
    const rows = this.#waiting;
    this.#waiting = [];
    const columns = columnsOf(rows, this.#style.width);
    this.#columns = columns;
    if (columns.shown.length > 0) this.#output.line(headLine(columns, this.#style));
    for (const row of rows) await this.#print(row, columns);
    return columns;
  }

  async #print(row: readonly Cell[], columns: Columns): Promise<void> {
    if (this.#output.line(rowLine(row, columns))) await this.#output.flush();
  }
}

/** A message as a row, fit for a terminal. */
export function rowOf(message: JsonObject): readonly Cell[] {
  return cellsOf(message).map(([name, text]): Cell => [name, printable(text)]);
}

export function headLine({ shown }: Columns, style: Style): string {
  return style.bold(joined(shown.map(({ name, width, right }) => pad(name, width, right))));
}

export function rowLine(row: readonly Cell[], { shown }: Columns): string {
  const cells = new Map(row);
  return joined(shown.map(({ name, width, right }) => pad(cells.get(name) ?? "", width, right)));
}

function joined(cells: readonly string[]): string {
  return cells.join(" ".repeat(GAP)).trimEnd();
}

function pad(text: string, width: number, right: boolean): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return right ? cut.padStart(width) : cut.padEnd(width);
}
