import type { Plan } from "./plan.ts";
import type { StatsSnapshot, StatsValue } from "./types.ts";
import { valueFor } from "./values.ts";

/** A plan with its own copy of the values. */
export class Snapshot implements StatsSnapshot {
  readonly #plan: Plan;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #values: StatsValue[] = [];
  time = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    const buffer = new ArrayBuffer(plan.size);
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
  }

  /** Copies the segment's values of now; false when the plan no longer fits. */
  refresh(): boolean {
    const fits = this.#plan.copy(this.#bytes, this.#words);
    this.time = performance.now();
    return fits;
  }

  get plan(): Plan {
    return this.#plan;
  }

  get epoch(): number {
    return this.#plan.epoch;
  }

  get size(): number {
    return this.#plan.entries.length;
  }

  get(name: string): StatsValue | undefined {
    const at = this.#plan.find(name);
    return at === undefined ? undefined : this.#value(at);
  }

  *[Symbol.iterator](): Iterator<StatsValue> {
    for (let i = 0; i < this.size; i++) yield this.#value(i);
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries([...this].map((value) => [value.name, value.toJSON()]));
  }

  #value(at: number): StatsValue {
    this.#values[at] ??= valueFor(this.#plan.entries[at]!, this.#words);
    return this.#values[at];
  }
}
