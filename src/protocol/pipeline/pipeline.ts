import { VppStateError } from "../../errors/index.ts";
import { showAs } from "../../errors/inspect.ts";
import { ReaderOutlet } from "./reader.ts";
import type { Inputs, PipelineResult, PipelineRules, PipelineSummary } from "./result.ts";
import { type Outlet, type PipelineHost, PipelineRun } from "./run.ts";
import { SummaryOutlet } from "./summary.ts";

/**
 * One call for each input, a window of them in flight; inputs are taken no faster than VPP answers. Awaiting it
 * keeps no replies and gives a summary, `for await` gives each call's result; either begins it, once. Whatever
 * ends it early, no call is in flight any more when that is told, except after leaving the loop.
 */
export class Pipeline<In, Out, Handle = unknown>
  implements AsyncIterable<PipelineResult<In, Out>>, Promise<PipelineSummary<In>>
{
  readonly [Symbol.toStringTag] = "Pipeline";
  readonly #host: PipelineHost<Handle>;
  readonly #inputs: Inputs<In>;
  readonly #rules: PipelineRules;
  #run: PipelineRun<In, Out, Handle> | null = null;
  #summary: Promise<PipelineSummary<In>> | null = null;

  constructor(host: PipelineHost<Handle>, inputs: Inputs<In>, rules: PipelineRules) {
    const { window } = rules;
    if (window !== undefined && !(Number.isSafeInteger(window) && window > 0)) {
      throw new VppStateError(`${host.name}: window must be a whole number of calls, at least 1: ${window}`);
    }
    this.#host = host;
    this.#inputs = inputs;
    this.#rules = rules;
  }

  /** Calls that were answered or failed so far. */
  get calls(): number {
    return this.#run?.settled ?? 0;
  }

  /** Calls failed so far. */
  get failed(): number {
    return this.#run?.failed ?? 0;
  }

  /**
   * Runs to the end.
   *
   * @throws (rejects with) VppPipelineError for the call that ended it; the inputs' own error; the signal's reason;
   * VppConnectionError, VppStateError or VppCompatibilityError where a call can't be sent at all.
   */
  // biome-ignore lint/suspicious/noThenProperty: awaiting a pipeline runs it, as awaiting a stream reads it.
  then<A = PipelineSummary<In>, B = never>(
    onfulfilled?: ((value: PipelineSummary<In>) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#await().then(onfulfilled, onrejected);
  }

  catch<B = never>(
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<PipelineSummary<In> | B> {
    return this.#await().catch(onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<PipelineSummary<In>> {
    return this.#await().finally(onfinally);
  }

  [Symbol.asyncIterator](): AsyncIterator<PipelineResult<In, Out>, undefined> {
    const reader = new ReaderOutlet<In, Out>(this.#rules.order === "arrival");
    reader.run = this.#begin(reader);
    return reader;
  }

  static {
    showAs(Pipeline.prototype, "Pipeline", (pipeline) => {
      const begun = pipeline.#run?.idle === true ? "over" : "running";
      const state = pipeline.#run === null ? "not begun: await it, or loop over it" : begun;
      const { calls, failed } = pipeline;
      return { request: pipeline.#host.name, state, calls, failed };
    });
  }

  #await(): Promise<PipelineSummary<In>> {
    if (this.#summary !== null) return this.#summary;
    try {
      const outlet = new SummaryOutlet<In, Out>();
      outlet.run = this.#begin(outlet);
      this.#summary = outlet.summary;
      outlet.run.start();
      return this.#summary;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #begin(outlet: Outlet<In, Out>): PipelineRun<In, Out, Handle> {
    if (this.#run !== null) throw new VppStateError(`${this.#host.name}: this pipeline has begun already`);
    this.#run = new PipelineRun(this.#host, this.#inputs, this.#rules, outlet);
    return this.#run;
  }
}
