import { VppStatsError } from "../errors/index.ts";
import type { HistogramBucket, HistogramValue, U64, U64Json } from "./types.ts";
import { u64At } from "./u64.ts";
import { RowsValue } from "./value-rows.ts";
import { rowToJson, sumAll } from "./value-simple.ts";

/** Values are u64: no power of two beyond. */
const MAX_EXPONENT = 63;

/** Each thread's vector is { u64 min_exp; u64 count[] } (VPP vlib_stats_set_histogram_log2). */
export class Histogram extends RowsValue<"histogram"> implements HistogramValue {
  /** @throws VppStatsError `invalid` when it is beyond 63 */
  minExponent(thread: number): number {
    const row = this.rows[thread];
    if (row === undefined || row.length === 0) return 0;
    const exponent = u64At(this.words, row.at);
    if (typeof exponent === "bigint" || exponent > MAX_EXPONENT) {
      throw new VppStatsError("invalid", `${this.name}: smallest exponent ${exponent}`, { entry: this.name });
    }
    return exponent;
  }

  counts(thread: number): U64[] {
    const row = this.rows[thread];
    const counts: U64[] = [];
    for (let i = 1; i < (row?.length ?? 0); i++) counts.push(u64At(this.words, row!.at + 2 * i));
    return counts;
  }

  buckets(thread: number): HistogramBucket[] {
    const first = this.minExponent(thread);
    const counts = this.counts(thread);
    return counts.map((count, i) => ({
      low: i === 0 ? 0 : power(first + i),
      high: i === counts.length - 1 ? null : power(first + i + 1),
      count,
    }));
  }

  sum(): U64 {
    return sumAll(this.rows, this.words, 1);
  }

  toJSON(): U64Json[][] {
    return this.rows.map((row) => rowToJson(row, this.words));
  }
}

function power(exponent: number): U64 {
  return exponent < 53 ? 2 ** exponent : 1n << BigInt(Math.min(exponent, MAX_EXPONENT + 1));
}
