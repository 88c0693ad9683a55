// Pipelines: awaited, read in loops, left, given up; inputs that come slowly, fail, call, or close the client.
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Fields,
  type Pipeline,
  type PipelineOptions,
  type PipelineResult,
  VppApiError,
  VppPipelineError,
} from "../../src/index.ts";
import type { Action } from "./action.ts";
import { givenUp, refusalOf, request } from "./actions.ts";
import { type Actor, explained, show, Thrown } from "./actor.ts";
import type { RequestJob, Series, Verdict } from "./job.ts";

const MOST = 300;

/** What one pipeline takes: the jobs taken so far say what has to come out. */
class Inputs {
  readonly jobs: RequestJob[] = [];
  /** Being taken from, and not told yet that no more will be. */
  open = false;
  readonly count: number;
  readonly series: Series;
  readonly #meddle: (index: number) => void;

  constructor({ chance, work }: Actor, meddle: (index: number) => void = () => {}) {
    this.count = chance.between(0, MOST);
    this.series = work.series(chance);
    this.#meddle = meddle;
  }

  *[Symbol.iterator](): Generator<Fields> {
    this.open = true;
    try {
      while (this.jobs.length < this.count) yield this.#take();
    } finally {
      this.open = false;
    }
  }

  async *slowly(pause: number): AsyncGenerator<Fields> {
    while (this.jobs.length < this.count) {
      if (this.jobs.length % 50 === 7) await sleep(pause);
      yield this.#take();
    }
  }

  #take(): Fields {
    this.#meddle(this.jobs.length);
    const job = this.series.next();
    this.jobs.push(job);
    return job.fields;
  }
}

type Piped = Pipeline<Fields, Fields>;
type Read = (actor: Actor, pipeline: Piped, inputs: Inputs, options: PipelineOptions) => Promise<Verdict>;

function judge(actor: Actor, { jobs }: Inputs, result: PipelineResult<unknown, Fields>): Verdict {
  const { ok, index, input, reply, error } = result;
  const job = jobs[index];
  if (job === undefined || job.fields !== input) return `result ${index} has the input of another`;
  if (ok) return job.reply(reply);
  if (error instanceof VppApiError) {
    const refusal = refusalOf(job);
    return refusal === undefined ? `nobody expected: ${show(error)}` : refusal(error);
  }
  return explained(error, actor.weather) ? null : `result ${index}: ${show(error)}`;
}

const summary: Read = async (actor, pipeline, inputs, options) => {
  const { calls, failed, failures } = await pipeline;
  if (calls !== inputs.jobs.length) return `${calls} calls of ${inputs.jobs.length} inputs`;
  if (failed > 0 && options.errors !== "collect") return "a failure that ended nothing";
  if (failures.length !== failed) return `${failures.length} of ${failed} failures`;
  return failures.map((one) => judge(actor, inputs, one)).find((verdict) => verdict !== null) ?? null;
};

/** Leaves after `most` results; stops for `pause` milliseconds now and then. */
function loop(most: number, pause: number): Read {
  return async (actor, pipeline, inputs, { order }) => {
    const seen = new Set<number>();
    let last = -1;
    for await (const result of pipeline) {
      const { index, ok } = result;
      const verdict = judge(actor, inputs, result);
      if (verdict !== null) return verdict;
      if (seen.has(index)) return `result ${index} twice`;
      if (order !== "arrival" && index !== seen.size) return `result ${index} as number ${seen.size}`;
      if (ok && index < last) return `result ${index} after ${last}`;
      if (ok) last = index;
      seen.add(index);
      if (seen.size >= most) break;
      if (pause > 0 && seen.size % 40 === 1) await sleep(pause);
    }
    if (inputs.open) return "the inputs were not told that the loop was left";
    return seen.size >= most || seen.size === inputs.jobs.length
      ? null
      : `${seen.size} results of ${inputs.jobs.length} inputs`;
  };
}

/** Runs one pipeline and holds everything to it; never rejects. */
async function pipe(actor: Actor, inputs: Inputs, options: PipelineOptions, read: Read): Promise<void> {
  const { chance, vpp } = actor;
  const slow = chance.odds(0.3);
  const source = slow ? inputs.slowly(chance.between(0, 5)) : inputs;
  const run = async (): Promise<Verdict> => {
    try {
      const pipeline = vpp.pipeline(inputs.series.message, source, options);
      return await read(actor, pipeline, inputs, options);
    } catch (error) {
      if (!(error instanceof VppPipelineError)) throw error;
      const { index, input, cause } = error;
      const failure = { ok: false, index, input, reply: undefined, error: cause } as const;
      const verdict = judge(actor, inputs, failure);
      if (verdict !== null) return verdict;
      throw cause;
    }
  };
  await actor.track<Verdict>({
    kind: "pipeline",
    what: `${inputs.count} calls`,
    start: () => run(),
    reply: (verdict) => verdict,
    refusal: () => null, // Judged above.
    thrown: true,
    signal: options.signal,
    ordered: false,
    paced: slow || read !== summary,
  });
}

function optionsOf({ chance }: Actor): PipelineOptions {
  return {
    ...(chance.odds(0.3) ? { timeout: chance.between(1, 60) } : {}),
    ...(chance.odds(0.5) ? { window: chance.between(1, 40) } : {}),
    ...(chance.odds(0.6) ? { errors: "collect" } : {}),
    ...(chance.odds(0.5) ? { order: "arrival" } : {}),
  };
}

function readOf({ chance }: Actor): Read {
  if (chance.odds(0.4)) return summary;
  const most = chance.odds(0.5) ? Number.POSITIVE_INFINITY : chance.between(1, 60);
  return loop(most, chance.odds(0.3) ? chance.between(1, 5) : 0);
}

export const PIPELINES: readonly Action[] = [
  {
    name: "pipeline",
    weight: 4,
    run: (actor) => pipe(actor, new Inputs(actor), optionsOf(actor), readOf(actor)),
  },
  {
    name: "abort a pipeline",
    weight: 2,
    run: (actor) =>
      givenUp(actor, (signal) =>
        pipe(
          actor,
          new Inputs(actor),
          { ...optionsOf(actor), signal },
          // One that left a loop would keep the signal's listener until VPP has answered.
          actor.chance.odds(0.5) ? summary : loop(Number.POSITIVE_INFINITY, 1),
        ),
      ),
  },
  {
    name: "inputs that fail or call",
    weight: 2,
    run: (actor) => {
      const at = actor.chance.between(0, MOST);
      const fails = actor.chance.odds(0.5);
      const inputs = new Inputs(actor, (index) => {
        if (index !== at) return;
        if (fails) throw new Thrown("inputs");
        void request(actor, actor.work.request(actor.chance));
      });
      return pipe(actor, inputs, optionsOf(actor), readOf(actor));
    },
  },
];

/** A way to close: where its inputs are taken. */
export async function closeInInputs(actor: Actor): Promise<void> {
  const at = actor.chance.between(0, MOST);
  let closed: Promise<void> | null = null;
  const inputs = new Inputs(actor, (index) => {
    if (index === at && !actor.closing) closed = actor.close();
  });
  await pipe(actor, inputs, optionsOf(actor), readOf(actor));
  if (!actor.closing) closed = actor.close();
  await closed;
}
