import type { Row } from "./plan.ts";
import type { CombinedColumn, CombinedValue, PacketsBytes, U64, U64Json } from "./types.ts";
import { u64, u64At, u64FromSums, u64ToJson } from "./u64.ts";
import { ColumnRows, CounterRows } from "./value-rows.ts";

/** Words of one counter: packets, then bytes. */
const STRIDE = 4;
const PACKETS = 0;
const BYTES = 2;

export class CombinedCounters extends CounterRows<"combined"> implements CombinedValue {
  at(thread: number, index: number): PacketsBytes {
    return { packets: this.packets(thread, index), bytes: this.bytes(thread, index) };
  }

  packets(thread: number, index: number): U64 {
    return halfAt(this.rows[thread], index, PACKETS, this.words);
  }

  bytes(thread: number, index: number): U64 {
    return halfAt(this.rows[thread], index, BYTES, this.words);
  }

  sum(index?: number): PacketsBytes {
    const [from, to] = index === undefined ? [0, Number.POSITIVE_INFINITY] : [index, index + 1];
    return {
      packets: sumHalf(this.rows, from, to, PACKETS, this.words),
      bytes: sumHalf(this.rows, from, to, BYTES, this.words),
    };
  }

  toJSON(): [U64Json, U64Json][][] {
    return this.rows.map((row) => {
      const list: [U64Json, U64Json][] = [];
      for (let at = row.at; at < row.at + row.length * STRIDE; at += STRIDE)
        list.push(pairToJson(this.words, at));
      return list;
    });
  }
}

export class CombinedLink extends ColumnRows<"combined-column"> implements CombinedColumn {
  at(thread: number): PacketsBytes {
    return { packets: this.packets(thread), bytes: this.bytes(thread) };
  }

  packets(thread: number): U64 {
    return halfAt(this.rows[thread], this.column, PACKETS, this.words);
  }

  bytes(thread: number): U64 {
    return halfAt(this.rows[thread], this.column, BYTES, this.words);
  }

  sum(): PacketsBytes {
    const { column } = this;
    return {
      packets: sumHalf(this.rows, column, column + 1, PACKETS, this.words),
      bytes: sumHalf(this.rows, column, column + 1, BYTES, this.words),
    };
  }

  toJSON(): [U64Json, U64Json][] {
    return this.rows.map((_, thread) => [u64ToJson(this.packets(thread)), u64ToJson(this.bytes(thread))]);
  }
}

function halfAt(row: Row | undefined, index: number, half: number, words: Uint32Array): U64 {
  if (row === undefined || !(index >= 0 && index < row.length)) return 0;
  const at = row.at + index * STRIDE + half;
  return u64(words[at]!, words[at + 1]!);
}

function sumHalf(rows: readonly Row[], from: number, to: number, half: number, words: Uint32Array): U64 {
  if (!(from >= 0)) return 0;
  let low = 0;
  let high = 0;
  for (const row of rows) {
    const end = row.at + Math.min(row.length, to) * STRIDE;
    for (let at = row.at + from * STRIDE + half; at < end; at += STRIDE) {
      low += words[at]!;
      high += words[at + 1]!;
    }
  }
  return u64FromSums(low, high);
}

function pairToJson(words: Uint32Array, at: number): [U64Json, U64Json] {
  return [u64ToJson(u64At(words, at + PACKETS)), u64ToJson(u64At(words, at + BYTES))];
}
