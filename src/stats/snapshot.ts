import { showAs } from "../errors/inspect.ts";
import type { Plan } from "./plan.ts";
import type { StatsSnapshot, StatsValue } from "./types.ts";
import { type Values, valueFor } from "./values.ts";

/** A plan with its own copy of the values. */
export class Snapshot implements StatsSnapshot {
  readonly plan: Plan;
  readonly #copy: Values;
  readonly #values: StatsValue[] = [];
  time = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    // Not zeroed: all that is read of it is copied first.
    const bytes = Buffer.allocUnsafeSlow(plan.size);
    this.#copy = { bytes, words: new Uint32Array(bytes.buffer), epoch: 0 };
  }

  /** Copies the segment's values of now; false when the plan no longer fits. */
  refresh(epoch: number): boolean {
    const { bytes, words } = this.#copy;
    const fits = this.plan.copy(bytes, words);
    this.#copy.epoch = epoch;
    this.time = performance.now();
    return fits;
  }

  get epoch(): number {
    return this.#copy.epoch;
  }

  get size(): number {
    return this.plan.entries.length;
  }

  get(name: string): StatsValue | undefined {
    const at = this.plan.find(name);
    return at === undefined ? undefined : this.#value(at);
  }

  *[Symbol.iterator](): Iterator<StatsValue> {
    for (let i = 0; i < this.size; i++) yield this.#value(i);
  }

  static {
    showAs(Snapshot.prototype, "Snapshot", ({ epoch, time, plan }) => ({
      epoch,
      time,
      entries: plan.entries.map(({ name }) => name),
    }));
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries([...this].map((value) => [value.name, value.toJSON()]));
  }

  #value(at: number): StatsValue {
    this.#values[at] ??= valueFor(this.plan.entries[at]!, this.#copy);
    return this.#values[at];
  }
}
