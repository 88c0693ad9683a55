import type { JsonObject } from "../codec/index.ts";
import { type Columns, pick, row } from "./columns.ts";
import type { Output } from "./output.ts";
import { printRecord } from "./table/record.ts";
import { styleOf } from "./table/style.ts";
import { Table } from "./table/table.ts";
import { jsonText } from "./text.ts";
import { yamlLines } from "./yaml.ts";

/** For people; one JSON value; a line of JSON for each message; YAML; of each message its `hex` alone. */
export type Format = "table" | "json" | "ndjson" | "yaml" | "hex";

/** Prints messages in one of the formats: one reply, or any number between `begin` and `end`. */
export interface Printer {
  one(message: JsonObject): void;
  begin(): void;
  item(message: JsonObject): Promise<void>;
  end(): Promise<void>;
}

/** `columns` chooses what is printed of each message; without it everything is. */
export function printerFor(format: Format, output: Output, columns?: Columns): Printer {
  switch (format) {
    case "table":
      return new TablePrinter(output, columns);
    case "json":
      return new JsonPrinter(output, columns);
    case "ndjson":
      return new NdjsonPrinter(output, columns);
    case "yaml":
      return new YamlPrinter(output, columns);
    case "hex":
      return new HexPrinter(output);
  }
}

function chosen(message: JsonObject, columns: Columns | undefined): JsonObject {
  return columns === undefined ? message : pick(message, columns);
}

class TablePrinter implements Printer {
  readonly #output: Output;
  readonly #style = styleOf(process.stdout);
  readonly #table: Table;
  readonly #columns: Columns | undefined;

  constructor(output: Output, columns?: Columns) {
    this.#output = output;
    this.#columns = columns;
    // What was asked for is shown, however wide it gets.
    const width = columns === undefined ? this.#style.width : Number.POSITIVE_INFINITY;
    this.#table = new Table(output, { ...this.#style, width });
  }

  one(message: JsonObject): void {
    printRecord(this.#row(message), this.#output, this.#style);
  }

  begin(): void {}

  item(message: JsonObject): Promise<void> {
    return this.#table.add(this.#row(message));
  }

  #row(message: JsonObject): JsonObject {
    return this.#columns === undefined ? message : row(message, this.#columns);
  }

  end(): Promise<void> {
    return this.#table.end();
  }
}

/** An array has one message a line. */
class JsonPrinter implements Printer {
  readonly #output: Output;
  readonly #columns: Columns | undefined;
  /** What stands before the next message. */
  #before = "";

  constructor(output: Output, columns?: Columns) {
    this.#output = output;
    this.#columns = columns;
  }

  one(message: JsonObject): void {
    this.#output.line(jsonText(chosen(message, this.#columns), 2));
  }

  begin(): void {
    this.#before = "[\n  ";
  }

  async item(message: JsonObject): Promise<void> {
    const full = this.#output.add(this.#before + jsonText(chosen(message, this.#columns)));
    this.#before = ",\n  ";
    if (full) await this.#output.flush();
  }

  async end(): Promise<void> {
    this.#output.line(this.#before.startsWith("[") ? "[]" : "\n]");
  }
}

/** Each message is written as soon as it has come. */
class NdjsonPrinter implements Printer {
  readonly #output: Output;
  readonly #columns: Columns | undefined;

  constructor(output: Output, columns?: Columns) {
    this.#output = output;
    this.#columns = columns;
  }

  one(message: JsonObject): void {
    this.#output.line(jsonText(chosen(message, this.#columns)));
  }

  begin(): void {}

  async item(message: JsonObject): Promise<void> {
    if (this.#output.line(jsonText(chosen(message, this.#columns)))) await this.#output.flush();
    else this.#output.soon();
  }

  async end(): Promise<void> {}
}

/** One message as a mapping, many as a sequence. */
class YamlPrinter implements Printer {
  readonly #output: Output;
  readonly #columns: Columns | undefined;
  #empty = true;

  constructor(output: Output, columns?: Columns) {
    this.#output = output;
    this.#columns = columns;
  }

  one(message: JsonObject): void {
    this.#print(yamlLines(chosen(message, this.#columns)));
  }

  begin(): void {}

  async item(message: JsonObject): Promise<void> {
    this.#empty = false;
    if (this.#print(yamlLines([chosen(message, this.#columns)]))) await this.#output.flush();
    else this.#output.soon();
  }

  async end(): Promise<void> {
    if (this.#empty) this.#output.line("[]");
  }

  #print(lines: readonly string[]): boolean {
    return this.#output.line(lines.join("\n"));
  }
}

class HexPrinter implements Printer {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  one({ hex }: JsonObject): void {
    this.#output.line(String(hex));
  }

  begin(): void {}

  async item({ hex }: JsonObject): Promise<void> {
    if (this.#output.line(String(hex))) await this.#output.flush();
    else this.#output.soon();
  }

  async end(): Promise<void> {}
}
