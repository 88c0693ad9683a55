import type { Fields } from "../../codec/descriptor.ts";
import { VppEncodeError, VppPipelineError, VppStateError } from "../../errors/index.ts";
import type { CallSink } from "../call.ts";
import type { Inputs, PipelineFailure, PipelineResult, PipelineRules } from "./result.ts";

/** Enough that neither side waits for the other. */
const WINDOW = 1024;

/** What a pipeline asks of whoever runs it. `Handle` is whatever stands for a call there. */
export interface PipelineHost<Handle> {
  /** The request's name. */
  readonly name: string;
  /** Before the first call. May throw. */
  begin(): void;
  /** Sends one call. Throws where it isn't sent. */
  send(fields: Fields, sink: CallSink): Handle;
  giveUp(call: Handle, error: unknown): void;
}

/** Where the results of a run go. */
export interface Outlet<In, Out> {
  /** A call has settled, the `nth` to do so. True where it needn't be kept: its place is free at once. */
  settled(result: PipelineResult<In, Out>, nth: number): boolean;
  /** Every call that was sent has settled, and no more will be. May be called again. */
  over(): void;
}

/** Takes inputs while there is room in the window, and sends a call for each. */
export class PipelineRun<In, Out, Handle> {
  readonly window: number;
  readonly collect: boolean;
  readonly #host: PipelineHost<Handle>;
  readonly #inputs: Inputs<In>;
  readonly #signal: AbortSignal | undefined;
  readonly #outlet: Outlet<In, Out>;
  #source: Iterator<In> | AsyncIterator<In> | null = null;
  /** Goes on taking inputs. */
  #more: () => void = () => {};
  #taking = false;
  #closed = false;
  #sent = 0;
  #settled = 0;
  /** Settled, and no longer kept by the outlet. */
  #freed = 0;
  #failed = 0;
  #failure: PipelineFailure<In> | null = null;
  /** Why it ended early, where that is no call's failure. */
  #fatal: { readonly error: unknown } | null = null;
  /** Only kept where a signal may give the calls up. */
  #calls: Set<PipelineCall<In, Out, Handle>> | null = null;

  constructor(host: PipelineHost<Handle>, inputs: Inputs<In>, rules: PipelineRules, outlet: Outlet<In, Out>) {
    this.#host = host;
    this.#inputs = inputs;
    this.#outlet = outlet;
    this.window = rules.window ?? WINDOW;
    this.collect = rules.errors === "collect";
    this.#signal = rules.signal;
  }

  get settled(): number {
    return this.#settled;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Nothing more will come. */
  get idle(): boolean {
    return this.#closed && this.#settled === this.#sent;
  }

  get aborted(): boolean {
    return this.#closed && this.#signal?.aborted === true;
  }

  start(): void {
    try {
      this.#signal?.throwIfAborted();
      this.#host.begin();
      if (this.#signal !== undefined) {
        this.#calls = new Set();
        this.#signal.addEventListener("abort", this.#abort, { once: true });
      }
      this.#open();
    } catch (error) {
      this.#end(error);
    }
    this.goOn();
  }

  /** After anything that made room, or was the last. */
  goOn(): void {
    if (this.#hasRoom()) this.#more();
    if (!this.idle) return;
    this.#unlisten();
    this.#outlet.over();
  }

  /** The outlet no longer keeps one of the results. */
  freed(): void {
    this.#freed++;
    this.goOn();
  }

  /** Takes no more inputs; calls in flight go on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.idle) this.#unlisten();
    this.#more();
    // From within themselves inputs can't be ended.
    if (!this.#taking) this.#endInputs();
  }

  /** What to fail with at the end; `failure` is the one that was met first. */
  verdict(failure: PipelineFailure<In> | null = this.#failure): { readonly error: unknown } | null {
    if (this.aborted) return this.#fatal ?? { error: this.#signal?.reason };
    if (failure === null || this.collect) return this.#fatal;
    const { index, input, error } = failure;
    return { error: new VppPipelineError(this.#host.name, index, input, error) };
  }

  /** Part of the calls' side. */
  settle(call: PipelineCall<In, Out, Handle>, result: PipelineResult<In, Out>): void {
    this.#calls?.delete(call);
    const nth = this.#settled++;
    if (!result.ok) {
      this.#failed++;
      this.#failure ??= result;
      if (!this.collect) this.close();
    }
    if (this.#outlet.settled(result, nth)) this.#freed++;
    this.goOn();
  }

  #hasRoom(): boolean {
    return !this.#closed && this.#sent - this.#freed < this.window;
  }

  #open(): void {
    const inputs = this.#inputs as Partial<Iterable<In> & AsyncIterable<In>>;
    const source = inputs[Symbol.iterator]?.();
    if (source !== undefined) {
      this.#source = source;
      this.#more = () => this.#take(source);
      return;
    }
    const later = inputs[Symbol.asyncIterator]?.();
    if (later === undefined) {
      throw new VppStateError(`${this.#host.name}: the inputs of a pipeline must be iterable`);
    }
    this.#source = later;
    void this.#feed(later);
  }

  #take(source: Iterator<In>): void {
    if (this.#taking) return;
    this.#taking = true;
    try {
      while (this.#hasRoom()) {
        const next = source.next();
        if (next.done === true) this.#exhausted();
        else if (!this.#closed) this.#send(next.value);
      }
    } catch (error) {
      this.#exhausted();
      this.#end(error);
    } finally {
      this.#taking = false;
      if (this.#closed) this.#endInputs();
    }
  }

  async #feed(source: AsyncIterator<In>): Promise<void> {
    try {
      while (!this.#closed) {
        const next = await source.next();
        if (this.#closed) return;
        if (next.done === true) this.#exhausted();
        else this.#send(next.value);
        if (!this.#closed && !this.#hasRoom()) {
          await new Promise<void>((resolve) => {
            this.#more = resolve;
          });
        }
      }
    } catch (error) {
      this.#exhausted();
      this.#end(error);
    }
    this.goOn();
  }

  #send(input: In): void {
    const call = new PipelineCall<In, Out, Handle>(this, this.#sent, input);
    try {
      call.handle = this.#host.send(input as Fields, call);
      this.#sent++;
      this.#calls?.add(call);
    } catch (error) {
      if (error instanceof VppEncodeError) {
        this.#sent++;
        call.fail(error);
      } else this.#end(error); // What hinders this call hinders the next ones too.
    }
  }

  /** No more will be taken. */
  #endInputs(): void {
    const source = this.#source;
    this.#source = null;
    try {
      const returned: unknown = source?.return?.();
      if (returned instanceof Promise) returned.catch(() => {});
    } catch {
      // The inputs' trouble at their own end: what ended the pipeline is told instead.
    }
  }

  /** The inputs have ended by themselves. */
  #exhausted(): void {
    this.#source = null;
    this.#closed = true;
  }

  /** Not before: until then the signal has calls to give up. */
  #unlisten(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
  }

  /** Ends early for a reason that belongs to no call. */
  #end(error: unknown): void {
    this.#fatal ??= { error };
    this.close();
  }

  readonly #abort = (): void => {
    const reason: unknown = this.#signal?.reason;
    this.#end(reason);
    for (const { handle } of [...(this.#calls ?? [])]) {
      if (handle !== null) this.#host.giveUp(handle, reason);
    }
    this.goOn();
  };
}

/** One call of a pipeline, as its session sees it. */
class PipelineCall<In, Out, Handle> implements CallSink {
  readonly dropped = false;
  readonly buffered = 0;
  handle: Handle | null = null;
  readonly #run: PipelineRun<In, Out, Handle>;
  readonly #index: number;
  readonly #input: In;

  constructor(run: PipelineRun<In, Out, Handle>, index: number, input: In) {
    this.#run = run;
    this.#index = index;
    this.#input = input;
  }

  lagged(): boolean {
    return false;
  }

  details(): void {}

  end(fields: Fields): void {
    const reply = fields as Out;
    this.#run.settle(this, { ok: true, index: this.#index, input: this.#input, reply, error: undefined });
  }

  fail(error: unknown): void {
    this.#run.settle(this, { ok: false, index: this.#index, input: this.#input, reply: undefined, error });
  }
}
