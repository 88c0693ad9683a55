import { showAs } from "../errors/inspect.ts";
import type { Row } from "./plan.ts";

/** A value of one row a thread. */
export abstract class RowsValue<K extends string> {
  readonly kind: K;
  readonly name: string;
  readonly #rows: readonly Row[];
  readonly #words: Uint32Array;

  constructor(kind: K, name: string, rows: readonly Row[], words: Uint32Array) {
    this.kind = kind;
    this.name = name;
    this.#rows = rows;
    this.#words = words;
  }

  get threads(): number {
    return this.#rows.length;
  }

  abstract sum(): unknown;

  abstract toJSON(): unknown;

  static {
    showAs(
      RowsValue.prototype,
      (value) => value.constructor.name,
      (value) => ({ ...value, threads: value.threads, sum: value.sum(), values: value.toJSON() }),
      // A counter lies in a row of a thread of a value.
      { deeper: 1 },
    );
  }

  protected get rows(): readonly Row[] {
    return this.#rows;
  }

  protected get words(): Uint32Array {
    return this.#words;
  }
}

/** A vector of counters for each thread. */
export abstract class CounterRows<K extends string> extends RowsValue<K> {
  get width(): number {
    let width = 0;
    for (const row of this.rows) if (row.length > width) width = row.length;
    return width;
  }

  length(thread: number): number {
    return this.rows[thread]?.length ?? 0;
  }
}

/** What a symlink stands for: one column of a vector of counters. */
export abstract class ColumnRows<K extends string> extends RowsValue<K> {
  readonly target: string;
  readonly column: number;

  constructor(
    kind: K,
    name: string,
    link: { readonly target: string; readonly column: number },
    rows: readonly Row[],
    words: Uint32Array,
  ) {
    super(kind, name, rows, words);
    this.target = link.target;
    this.column = link.column;
  }
}
