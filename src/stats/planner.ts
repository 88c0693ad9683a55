import type { Directory } from "./directory.ts";
import type { Matcher } from "./pattern.ts";
import { Plan } from "./plan.ts";
import type { Segment } from "./segment.ts";

/** Picks rows of a directory, by their names. */
export interface Selection {
  /** All rows it takes. */
  all(directory: Directory): number[];
  /** Whether it takes a present row of that name. */
  takes(name: string): boolean;
}

export function selectMatching(matcher: Matcher): Selection {
  return {
    all: (directory) => {
      const found: number[] = [];
      for (let i = 0; i < directory.count; i++) {
        if (directory.present(i) && matcher.matches(directory.names[i]!)) found.push(i);
      }
      return found;
    },
    takes: (name) => matcher.matches(name),
  };
}

export function selectNamed(name: string): Selection {
  return {
    all: (directory) => {
      const index = directory.find(name);
      return index === undefined ? [] : [index];
    },
    takes: (other) => other === name,
  };
}

/**
 * Keeps a selection's plan for as long as it holds: asks about changed rows only, and plans anew only when one of them is
 * the plan's business. Whether pointers and lengths are still the same, every copy checks for itself.
 */
export class Planner {
  readonly #selection: Selection;
  #segment: Segment | null = null;
  #rows: Set<number> = new Set();
  #version = -1;
  #plan: Plan | null = null;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** To be called within `segment.read`. @throws VppStatsError `invalid` */
  plan(segment: Segment): Plan {
    const { directory } = segment;
    if (this.#segment !== segment) {
      this.#segment = segment;
      this.#reselect(directory);
    } else if (this.#version !== directory.version) {
      this.#takeChanges(directory);
    }
    this.#version = directory.version;
    if (this.#plan === null || this.#plan.broken) {
      this.#plan = null;
      this.#plan = new Plan(segment.memory, directory, [...this.#rows]);
    }
    return this.#plan;
  }

  #reselect(directory: Directory): void {
    this.#rows = new Set(this.#selection.all(directory));
    this.#plan = null;
  }

  #takeChanges(directory: Directory): void {
    const changed = directory.changesSince(this.#version);
    if (changed === null) {
      this.#reselect(directory);
      return;
    }
    let grown = false;
    for (const row of changed) {
      const had = this.#rows.has(row);
      const has =
        row < directory.count && directory.present(row) && this.#selection.takes(directory.names[row]!);
      if (has && !had) {
        this.#rows.add(row);
        grown = true;
      } else if (had && !has) {
        this.#rows.delete(row);
      }
      if (had || has || this.#plan?.uses(row)) this.#plan = null;
    }
    // In the directory's order.
    if (grown) this.#rows = new Set([...this.#rows].sort((a, b) => a - b));
  }
}
