import type { Settlers } from "../reply.ts";
import type { PipelineFailure, PipelineResult, PipelineSummary } from "./result.ts";
import type { Outlet, PipelineRun } from "./run.ts";

/** Failures that a summary keeps; it counts them all. */
const KEPT = 1000;

/** Counts results and keeps none but failures. */
export class SummaryOutlet<In, Out> implements Outlet<In, Out> {
  readonly summary: Promise<PipelineSummary<In>>;
  run: PipelineRun<In, Out, unknown> | null = null;
  readonly #failures: PipelineFailure<In>[] = [];
  #settle: Settlers<PipelineSummary<In>> | null = null;

  constructor() {
    this.summary = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  settled(result: PipelineResult<In, Out>): boolean {
    if (!result.ok && this.#failures.length < KEPT) this.#failures.push(result);
    return true;
  }

  over(): void {
    const { run } = this;
    if (run === null) return;
    const verdict = run.verdict();
    if (verdict !== null) this.#settle?.reject(verdict.error);
    else this.#settle?.resolve({ calls: run.settled, failed: run.failed, failures: this.#failures });
    this.#settle = null;
  }
}
