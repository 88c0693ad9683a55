import type { JsonObject } from "../codec/index.ts";
import type { Output } from "./output.ts";
import { printRecord } from "./table/record.ts";
import { styleOf } from "./table/style.ts";
import { Table } from "./table/table.ts";

/** For people; one JSON value; a line of JSON for each message. */
export type Format = "table" | "json" | "ndjson";

/** Prints messages in one of the formats: one reply, or any number between `begin` and `end`. */
export interface Printer {
  one(message: JsonObject): void;
  begin(): void;
  item(message: JsonObject): Promise<void>;
  end(): Promise<void>;
}

export function printerFor(format: Format, output: Output): Printer {
  switch (format) {
    case "table":
      return new TablePrinter(output);
    case "json":
      return new JsonPrinter(output);
    case "ndjson":
      return new NdjsonPrinter(output);
  }
}

class TablePrinter implements Printer {
  readonly #output: Output;
  readonly #style = styleOf(process.stdout);
  readonly #table: Table;

  constructor(output: Output) {
    this.#output = output;
    this.#table = new Table(output, this.#style);
  }

  one(message: JsonObject): void {
    printRecord(message, this.#output, this.#style);
  }

  begin(): void {}

  item(message: JsonObject): Promise<void> {
    return this.#table.add(message);
  }

  end(): Promise<void> {
    return this.#table.end();
  }
}

/** An array has one message a line. */
class JsonPrinter implements Printer {
  readonly #output: Output;
  /** What stands before the next message. */
  #before = "";

  constructor(output: Output) {
    this.#output = output;
  }

  one(message: JsonObject): void {
    this.#output.line(JSON.stringify(message, null, 2));
  }

  begin(): void {
    this.#before = "[\n  ";
  }

  async item(message: JsonObject): Promise<void> {
    const full = this.#output.add(this.#before + JSON.stringify(message));
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

  constructor(output: Output) {
    this.#output = output;
  }

  one(message: JsonObject): void {
    this.#output.line(JSON.stringify(message));
  }

  begin(): void {}

  async item(message: JsonObject): Promise<void> {
    if (this.#output.line(JSON.stringify(message))) await this.#output.flush();
    else this.#output.soon();
  }

  async end(): Promise<void> {}
}
