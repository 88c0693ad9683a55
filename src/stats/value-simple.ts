import type { Row } from "./plan.ts";
import type { SimpleColumn, SimpleValue, U64, U64Json } from "./types.ts";
import { u64, u64At, u64FromSums, u64ToJson } from "./u64.ts";
import { ColumnRows, CounterRows } from "./value-rows.ts";

/** Words of one counter. */
const STRIDE = 2;

export class SimpleCounters extends CounterRows<"simple"> implements SimpleValue {
  at(thread: number, index: number): U64 {
    return simpleAt(this.rows[thread], index, this.words);
  }

  sum(index?: number): U64 {
    return index === undefined ? sumAll(this.rows, this.words) : sumColumn(this.rows, index, this.words);
  }

  toJSON(): U64Json[][] {
    return this.rows.map((row) => rowToJson(row, this.words));
  }
}

export class SimpleLink extends ColumnRows<"simple-column"> implements SimpleColumn {
  at(thread: number): U64 {
    return simpleAt(this.rows[thread], this.column, this.words);
  }

  sum(): U64 {
    return sumColumn(this.rows, this.column, this.words);
  }

  toJSON(): U64Json[] {
    return this.rows.map((_, thread) => u64ToJson(this.at(thread)));
  }
}

export function rowToJson(row: Row, words: Uint32Array): U64Json[] {
  const list: U64Json[] = [];
  for (let i = 0; i < row.length; i++) list.push(u64ToJson(u64At(words, row.at + i * STRIDE)));
  return list;
}

function simpleAt(row: Row | undefined, index: number, words: Uint32Array): U64 {
  if (row === undefined || !(index >= 0 && index < row.length)) return 0;
  const at = row.at + index * STRIDE;
  return u64(words[at]!, words[at + 1]!);
}

function sumColumn(rows: readonly Row[], index: number, words: Uint32Array): U64 {
  let low = 0;
  let high = 0;
  for (const row of rows) {
    if (!(index >= 0 && index < row.length)) continue;
    low += words[row.at + index * STRIDE]!;
    high += words[row.at + index * STRIDE + 1]!;
  }
  return u64FromSums(low, high);
}

/** @param from first element that counts */
export function sumAll(rows: readonly Row[], words: Uint32Array, from = 0): U64 {
  let low = 0;
  let high = 0;
  for (const row of rows) {
    const end = row.at + row.length * STRIDE;
    for (let at = row.at + from * STRIDE; at < end; at += STRIDE) {
      low += words[at]!;
      high += words[at + 1]!;
    }
  }
  return u64FromSums(low, high);
}
