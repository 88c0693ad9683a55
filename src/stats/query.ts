import { Planner, type Selection } from "./planner.ts";
import { type Segment, STALE } from "./segment.ts";
import { Snapshot } from "./snapshot.ts";
import type { StatsSnapshot } from "./types.ts";

/** Milliseconds for which symlinks that VPP added without a new epoch may go unseen by a pattern. */
export const DIRECTORY_AGE = 100;

/** A reading prepared once. */
export interface StatsQuery {
  /**
   * The values of now, in the same snapshot object every time: nothing is allocated unless VPP's structure changed.
   * Use `stats.snapshot` for values to keep. @throws VppStatsError
   */
  read(): StatsSnapshot;
}

export class PreparedQuery implements StatsQuery {
  readonly #current: () => Segment;
  readonly #planner: Planner;
  readonly #body: () => Snapshot | typeof STALE;
  #segment: Segment | null = null;
  #snapshot: Snapshot | null = null;

  /** @param current the segment of now; throws while there is none */
  constructor(current: () => Segment, select: Selection) {
    this.#current = current;
    this.#planner = new Planner(select);
    this.#body = () => this.#refresh();
  }

  read(): StatsSnapshot {
    this.#segment = this.#current();
    return this.#segment.read(DIRECTORY_AGE, this.#body);
  }

  #refresh(): Snapshot | typeof STALE {
    const plan = this.#planner.plan(this.#segment!);
    if (this.#snapshot?.plan !== plan) this.#snapshot = new Snapshot(plan);
    return this.#snapshot.refresh(this.#segment!.epoch) ? this.#snapshot : STALE;
  }
}

/** A snapshot of its own every time, by a plan that is kept. */
export function takeSnapshot(segment: Segment, planner: Planner, maxAge: number): Snapshot {
  return segment.read(maxAge, () => {
    const snapshot = new Snapshot(planner.plan(segment));
    return snapshot.refresh(segment.epoch) ? snapshot : STALE;
  });
}
