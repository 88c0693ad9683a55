// What a process holds: descriptors, timers, listeners, memory. Clients that are closed must have let go of it all.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { queryObjects } from "node:v8";

/** Milliseconds for what a client or proxy that is closed has to let go of. */
const PATIENCE = 4000;
/** Timers that have not fired, referenced or not, and where they were made; Node tells of the referenced only. */
const timers = new Map<object, Error>();
let watching = false;

/** Counts timers from now on. */
export function watchTimers(): void {
  if (watching) return;
  watching = true;
  const { setTimeout: later, clearTimeout: never, setInterval: often, clearInterval: stop } = globalThis;
  const forget = (timer: unknown): void => {
    if (typeof timer === "object" && timer !== null) timers.delete(timer);
  };
  const patched = {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const timer = later(() => {
        timers.delete(timer);
        run(...args);
      }, ms);
      timers.set(timer, new Error(`setTimeout ${ms}`));
      return timer;
    },
    setInterval: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
      const timer = often(run, ms, ...args);
      timers.set(timer, new Error(`setInterval ${ms}`));
      return timer;
    },
    clearTimeout: (timer?: NodeJS.Timeout) => {
      forget(timer);
      never(timer);
    },
    clearInterval: (timer?: NodeJS.Timeout) => {
      forget(timer);
      stop(timer);
    },
  };
  Object.assign(globalThis, patched);
}

export interface Held {
  readonly descriptors: number;
  /** Stats segments in memory: their mapping outlives the descriptor. */
  readonly mappings: number;
  readonly timers: number;
  readonly listeners: number;
}

export function held(): Held {
  const listeners = ["exit", "SIGINT", "SIGTERM", "SIGHUP", "uncaughtException"]
    .map((event) => process.listenerCount(event))
    .reduce((sum, count) => sum + count, 0);
  const mappings = readFileSync("/proc/self/maps", "utf8").split("/memfd:").length - 1;
  return { descriptors: readdirSync("/proc/self/fd").length, mappings, timers: timers.size, listeners };
}

/** What there is more of than there was. */
function grown(before: Held, now: Held): string[] {
  const names = ["descriptors", "mappings", "timers", "listeners"] as const;
  return names
    .filter((name) => now[name] > before[name])
    .map((name) => `${name} ${before[name]} -> ${now[name]}`);
}

/** What there still is more of than there was once all that ends soon has had its time; null where nothing is. */
export async function leftOver(before: Held): Promise<string | null> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const more = grown(before, held());
    if (more.length === 0) return null;
    if (performance.now() > end) return `${more.join(", ")}\n${timersLeft()}`;
    await sleep(10);
  }
}

class Nothing {}

/**
 * Bytes in use once all is collected that can be. A plain `gc()` leaves some MB to programs that ran for minutes, code that
 * has been compiled again for one; a query of the heap is made on what a snapshot would have.
 */
export function heapAfterGc(): number {
  queryObjects(Nothing, { format: "count" });
  return process.memoryUsage().heapUsed;
}

/** Where the timers were made that have not fired. */
function timersLeft(): string {
  return [...timers.values()].map(({ stack }) => stack ?? "").join("\n");
}
