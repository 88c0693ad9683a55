import type { StatsSnapshot, U64 } from "../types.ts";

/** What VPP says of itself; 0 where it doesn't. */
export interface SystemStats {
  /** One more with every update of the segment (VPP's `statseg { update-interval }`, 10 s unless set). */
  readonly heartbeat: U64;
  /** When VPP started: seconds of the Unix epoch. */
  readonly boottime: U64;
  /** Seconds since VPP's start, at the last `clear` and the last update. */
  readonly last_stats_clear: U64;
  readonly last_update: U64;
  /** Packets a graph dispatch, mean over the workers. */
  readonly vector_rate: U64;
  /** Packets a second. */
  readonly input_rate: U64;
  readonly num_worker_threads: U64;
}

/** A thread's load; thread 0 is the main one. */
export interface WorkerStats {
  readonly thread: number;
  readonly vector_rate: U64;
  readonly loops_per_second: U64;
}

const FIELDS = [
  "heartbeat",
  "boottime",
  "last_stats_clear",
  "last_update",
  "vector_rate",
  "input_rate",
  "num_worker_threads",
] as const;
const VECTOR_RATE = "/sys/vector_rate_per_worker";
const LOOPS = "/sys/loops_per_worker";
const THREADS = "/sys/num_worker_threads";
export const SYSTEM_ENTRIES: readonly string[] = FIELDS.map((name) => `/sys/${name}`);
export const WORKER_ENTRIES: readonly string[] = [VECTOR_RATE, LOOPS, THREADS];

export function systemOf(snapshot: StatsSnapshot): SystemStats {
  const [heartbeat, boottime, last_stats_clear, last_update, vector_rate, input_rate, num_worker_threads] =
    FIELDS.map((name) => scalar(snapshot, `/sys/${name}`) ?? 0) as [U64, U64, U64, U64, U64, U64, U64];
  return { heartbeat, boottime, last_stats_clear, last_update, vector_rate, input_rate, num_worker_threads };
}

/** Both counters are one row with a column a thread, and one too many (VPP vlib/stats/init.c). */
export function workersOf(snapshot: StatsSnapshot): WorkerStats[] {
  const [rate, loops] = [snapshot.get(VECTOR_RATE), snapshot.get(LOOPS)];
  if (rate?.kind !== "simple" || loops?.kind !== "simple") return [];
  const workers = scalar(snapshot, THREADS);
  const threads = workers === null ? rate.length(0) : Math.min(rate.length(0), Number(workers) + 1);
  return Array.from({ length: threads }, (_, thread) => ({
    thread,
    vector_rate: rate.at(0, thread),
    loops_per_second: loops.at(0, thread),
  }));
}

function scalar(snapshot: StatsSnapshot, name: string): U64 | null {
  const value = snapshot.get(name);
  return value?.kind === "scalar" || value?.kind === "gauge" ? value.value : null;
}
