import type { Directory } from "./directory.ts";
import type { Matcher } from "./pattern.ts";
import { Plan } from "./plan.ts";
import type { Segment } from "./segment.ts";

/** Picks rows of a directory. */
export type Selection = (directory: Directory) => number[];

export function selectMatching(matcher: Matcher): Selection {
  return (directory) => {
    const found: number[] = [];
    for (let i = 0; i < directory.count; i++) {
      const name = directory.names[i]!;
      if (name !== "" && matcher.matches(name) && directory.present(i)) found.push(i);
    }
    return found;
  };
}

export function selectNamed(name: string): Selection {
  return (directory) => {
    const index = directory.find(name);
    return index === undefined ? [] : [index];
  };
}

/** Keeps a selection's plan for as long as it holds: rows are picked anew only when a name, type or pointer changed. */
export class Planner {
  readonly #select: Selection;
  #segment: Segment | null = null;
  #indices: readonly number[] = [];
  #version = -1;
  #plan: Plan | null = null;

  constructor(select: Selection) {
    this.#select = select;
  }

  /** To be called within `segment.read`. @throws VppStatsError `invalid` */
  plan(segment: Segment): Plan {
    const { directory, epoch } = segment;
    const same = this.#segment === segment && this.#version === directory.version;
    if (same && this.#plan !== null && this.#plan.epoch === epoch && !this.#plan.broken) return this.#plan;
    if (!same) this.#indices = this.#select(directory);
    this.#segment = segment;
    this.#version = directory.version;
    this.#plan = null;
    this.#plan = new Plan(segment.memory, directory, this.#indices, epoch);
    return this.#plan;
  }
}
