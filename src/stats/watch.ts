import { setTimeout as sleep } from "node:timers/promises";
import { VppStatsError } from "../errors/index.ts";
import { ratesBetween, type StatsRate } from "./rates.ts";
import type { Stats } from "./stats.ts";
import type { StatsPatterns, StatsSnapshot, U64 } from "./types.ts";

export interface WatchOptions {
  /** Milliseconds between samples. 1000 unless told. */
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface StatsSample {
  readonly snapshot: StatsSnapshot;
  /** Seconds since the sample before, from copy to copy; null for the first one and after a restart. */
  readonly seconds: number | null;
  /** Another VPP took over since the sample before: everything began anew. */
  readonly restarted: boolean;
  /** A value's rate per second; undefined where it has none, or there is no such value. */
  rate(name: string): StatsRate | undefined;
}

/**
 * What VPP's collector writes, once per update-interval (vlib/stats/collector.c and the registered collectors); everything
 * else is counted as packets pass.
 */
const COLLECTED = /^\/(sys\/node|nodes|mem|buffer-pools)\/|^\/sys\/[^/]+$/;

/** One reading, with the collector's own time. */
interface Reading {
  readonly snapshot: StatsSnapshot;
  readonly restarts: number;
  readonly beat: U64 | null;
  /** VPP's clock at its last update, whole seconds; null where VPP doesn't say. */
  readonly updated: U64 | null;
}

/** @throws VppStatsError other than `lost` and `busy`; ends quietly when `signal` aborts */
export async function* watchStats(
  stats: Stats,
  patterns: StatsPatterns,
  options: WatchOptions = {},
): AsyncGenerator<StatsSample, void, undefined> {
  const { interval = 1000, signal } = options;
  if (!(interval > 0)) throw new RangeError(`watch: interval ${interval} ms`);
  const clock = stats.prepare([{ exact: "/sys/heartbeat" }, { exact: "/sys/last_update" }]);
  const clockWords = () => {
    const now = clock.read();
    const [beat, updated] = [now.get("/sys/heartbeat"), now.get("/sys/last_update")];
    return {
      beat: beat?.kind === "scalar" ? beat.value : null,
      updated: updated?.kind === "scalar" || updated?.kind === "gauge" ? updated.value : null,
    };
  };
  const read = (): Reading => {
    for (let attempt = 0; ; attempt++) {
      const { beat } = clockWords();
      const snapshot = stats.snapshot(patterns);
      const after = clockWords();
      // The heart beats last in an update: both sides of one beat are of one update.
      if (after.beat === beat || attempt === 3) return { snapshot, restarts: stats.restarts, ...after };
    }
  };
  const rates = new RateKeeper();
  let next = performance.now();
  for (;;) {
    if (signal?.aborted) return;
    const reading = await readWhenThere(stats, read, signal);
    if (reading === null) return;
    yield rates.sample(reading);
    const now = performance.now();
    // A slow consumer gets the next sample late, not a burst of them.
    next = Math.max(next + interval, now);
    try {
      await sleep(next - now, undefined, { signal });
    } catch {
      return;
    }
  }
}

async function readWhenThere(
  stats: Stats,
  read: () => Reading,
  signal: AbortSignal | undefined,
): Promise<Reading | null> {
  for (;;) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof VppStatsError && (error.reason === "lost" || error.reason === "busy")))
        throw error;
    }
    try {
      await stats.ready(signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted) return null;
      throw error;
    }
  }
}

/** Compares live counters from sample to sample, collected ones from update to update, over VPP's own time between them. */
class RateKeeper {
  #last: Reading | null = null;
  #update: Reading | null = null;
  #collected: (name: string) => StatsRate | undefined = () => undefined;

  sample(reading: Reading): StatsSample {
    const { snapshot } = reading;
    const restarted = this.#last !== null && this.#last.restarts !== reading.restarts;
    const last = restarted ? null : this.#last;
    const seconds = last === null ? null : (snapshot.time - last.snapshot.time) / 1000;
    const live = ratesBetween(snapshot, last?.snapshot ?? null, seconds ?? 0);
    this.#takeUpdate(reading, restarted);
    const collected = this.#collected;
    this.#last = reading;
    return {
      snapshot,
      seconds,
      restarted,
      rate: (name) => (COLLECTED.test(name) ? collected(name) : live(name)),
    };
  }

  #takeUpdate(reading: Reading, restarted: boolean): void {
    const old = restarted ? null : this.#update;
    if (old !== null && reading.beat !== null && old.beat === reading.beat) return;
    this.#collected = ratesBetween(
      reading.snapshot,
      old?.snapshot ?? null,
      old === null ? 0 : updateSeconds(old, reading),
    );
    this.#update = reading;
  }
}

function updateSeconds(old: Reading, now: Reading): number {
  const elapsed =
    now.updated === null || old.updated === null ? 0 : Number(now.updated) - Number(old.updated);
  // Whole seconds say nothing about an update-interval of less.
  return elapsed >= 5 ? elapsed : (now.snapshot.time - old.snapshot.time) / 1000;
}
