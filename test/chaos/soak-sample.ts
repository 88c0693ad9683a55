// What a soak writes down, and what it reads from that.
import { heapAfterGc, held } from "./resources.ts";

export interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  /** Bytes; the heap after a collection. */
  readonly heap: number;
  readonly rss: number;
  readonly external: number;
  readonly descriptors: number;
  readonly mappings: number;
  readonly timers: number;
  readonly listeners: number;
  /** Sockets and other handles that Node knows of. */
  readonly handles: number;
  readonly calls: number;
  readonly events: number;
  readonly clients: number;
  readonly broken: number;
}

/** What is held now; call it while nothing is under way. */
export function sample(at: number, counts: Pick<Sample, "calls" | "events" | "clients" | "broken">): Sample {
  const heap = heapAfterGc();
  const { rss, external } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  return { at: Math.round(at), heap, rss, external, ...held(), handles, ...counts };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Bytes an hour, by the straight line that fits best. */
export function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const [x, y] = [samples.map(({ at }) => at), samples.map(of)];
  const [mx, my] = [mean(x), mean(y)];
  const over = x.reduce((sum, at, i) => sum + (at - mx) * ((y[i] ?? 0) - my), 0);
  const under = x.reduce((sum, at) => sum + (at - mx) ** 2, 0);
  return under === 0 ? 0 : (over / under) * 3600;
}

/** Bytes an hour that the heap may seem to grow by: what one sample differs from the next. */
const FLAT = 2 << 20;

/** What grows; empty where all is flat. The heap's second half counts: the first fills caches and compiles. */
export function growth(samples: readonly Sample[]): string[] {
  const half = samples.slice(Math.floor(samples.length / 2));
  if (half.length < 4) return [];
  const found: string[] = [];
  const heap = slope(half, (one) => one.heap);
  if (heap > FLAT) found.push(`the heap grows by ${Math.round(heap / 1024)} KiB an hour`);
  const third = Math.floor(samples.length / 3);
  const [first, last] = [samples.slice(0, third), samples.slice(-third)];
  for (const name of ["descriptors", "timers", "listeners", "handles"] as const) {
    const [before, now] = [first, last].map((part) => part.map((one) => one[name])) as [number[], number[]];
    const least = { before: Math.min(...before), now: Math.min(...now) };
    // Samples differ by the timers of calls that were answered. What is leaked is in all of them, so that the least
    // rises and the mean with it.
    if (least.now > least.before && mean(now) > mean(before) + 0.5) {
      found.push(`${name}: at least ${least.before} in the first third, ${least.now} in the last`);
    }
  }
  return found;
}
