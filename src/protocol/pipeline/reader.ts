import { VppStateError } from "../../errors/index.ts";
import type { Settlers } from "../reply.ts";
import type { PipelineResult } from "./result.ts";
import type { Outlet, PipelineRun } from "./run.ts";

type Read<In, Out> = IteratorResult<PipelineResult<In, Out>, undefined>;

/** Keeps results, a window of them at most, until they are read. */
export class ReaderOutlet<In, Out>
  implements Outlet<In, Out>, AsyncIterator<PipelineResult<In, Out>, undefined>
{
  run: PipelineRun<In, Out, unknown> | null = null;
  readonly #byArrival: boolean;
  /** Each at its number, by input or by arrival, modulo the window. */
  readonly #kept: (PipelineResult<In, Out> | undefined)[] = [];
  #read = 0;
  #started = false;
  #ended = false;
  #waiting: Settlers<Read<In, Out>> | null = null;

  constructor(byArrival: boolean) {
    this.#byArrival = byArrival;
  }

  settled(result: PipelineResult<In, Out>, nth: number): boolean {
    const { run } = this;
    if (run === null || this.#ended) return true;
    this.#kept[(this.#byArrival ? nth : result.index) % run.window] = result;
    if (this.#waiting !== null) this.#serve(run);
    return false;
  }

  over(): void {
    if (this.run !== null) this.#serve(this.run);
  }

  next(): Promise<Read<In, Out>> {
    const { run } = this;
    if (this.#ended || run === null) return Promise.resolve({ value: undefined, done: true });
    if (this.#waiting !== null) return Promise.reject(new VppStateError("the last read has not ended yet"));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#started) this.#serve(run);
      else {
        this.#started = true;
        run.start();
      }
    });
  }

  /** The rest is not wanted: no more inputs are taken, and answers to come are thrown away. */
  return(): Promise<Read<In, Out>> {
    this.#ended = true;
    this.#kept.length = 0;
    this.run?.close();
    this.#waiting?.resolve({ value: undefined, done: true });
    this.#waiting = null;
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Gives the waiting reader what is next, once it is there. */
  #serve(run: PipelineRun<In, Out, unknown>): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    const place = this.#read % run.window;
    const result = this.#kept[place];
    if (result !== undefined && (result.ok || run.collect) && !run.aborted) {
      this.#kept[place] = undefined;
      this.#read++;
      this.#waiting = null;
      waiting.resolve({ value: result, done: false });
      run.freed();
    } else if (run.idle) {
      this.#waiting = null;
      this.#ended = true;
      const verdict = run.verdict(result?.ok === false ? result : null);
      if (verdict !== null) waiting.reject(verdict.error);
      else waiting.resolve({ value: undefined, done: true });
    }
  }
}
