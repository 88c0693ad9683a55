// What a campaign has to say.
import type { Ledger } from "./ledger.ts";
import type { Sweep } from "./sweep.ts";

export interface Report {
  readonly target: string;
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly calls: number;
  readonly events: number;
  readonly byMessage: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly acts: Readonly<Record<string, number>>;
  /** MB after a collection: after the first round, and after the last. */
  readonly heap: readonly [number, number];
  /** Bytes of the session that was cut at each of them, and how often it was. */
  readonly sweep: Sweep | null;
  readonly broken: number;
  readonly breaches: Ledger["breaches"];
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

export function reportOf(
  target: string,
  seed: number,
  seconds: number,
  rounds: number,
  ledger: Ledger,
  heaps: readonly number[],
  sweep: Sweep | null,
): Report {
  return {
    target,
    seed,
    minutes: Math.round((seconds / 60) * 100) / 100,
    rounds,
    calls: ledger.calls,
    events: ledger.events,
    byMessage: sorted(ledger.kinds),
    outcomes: sorted(ledger.outcomes),
    faults: sorted(ledger.faults),
    acts: sorted(ledger.acts),
    heap: [megabytes(heaps[0] ?? 0), megabytes(heaps.at(-1) ?? 0)],
    sweep,
    broken: ledger.broken,
    breaches: ledger.breaches,
  };
}

function table(title: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(counts).map(([name, count]) => `  ${String(count).padStart(9)}  ${name}`);
  return [title, ...rows];
}

export function printed(report: Report): string {
  const { target, seed, minutes, rounds, calls, events, heap, sweep, broken, breaches } = report;
  const lines = [
    `${target}, seed ${seed}: ${minutes} minutes, ${rounds} rounds, ${calls} calls, ${events} events`,
    `heap ${heap[0]} -> ${heap[1]} MB`,
    sweep === null
      ? "no sweep"
      : `a session of ${sweep.up} bytes up and ${sweep.down} down, cut ${sweep.cuts} times`,
    ...table("faults", report.faults),
    ...table("what clients did", report.acts),
    ...table("calls", report.byMessage),
    ...table("outcomes", report.outcomes),
    `invariants broken: ${broken === 0 ? "none" : broken}`,
  ];
  for (const { invariant, detail, trace } of breaches.slice(0, 3)) {
    lines.push(
      `BROKEN (seed ${seed}): ${invariant}`,
      `  ${detail}`,
      ...trace.slice(-60).map((line) => `  | ${line}`),
    );
  }
  return lines.join("\n");
}
