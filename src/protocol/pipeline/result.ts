/** One call's outcome. `index` counts the inputs from 0. */
export type PipelineResult<In, Out> = PipelineReply<In, Out> | PipelineFailure<In>;

export interface PipelineReply<In, Out> {
  readonly ok: true;
  readonly index: number;
  readonly input: In;
  readonly reply: Out;
  readonly error: undefined;
}

export interface PipelineFailure<In> {
  readonly ok: false;
  readonly index: number;
  readonly input: In;
  readonly reply: undefined;
  readonly error: unknown;
}

export interface PipelineSummary<In> {
  /** Calls that were answered or failed. */
  readonly calls: number;
  readonly failed: number;
  /** The first thousand failures, in the order they came. */
  readonly failures: readonly PipelineFailure<In>[];
}

export type Inputs<In> = Iterable<In> | AsyncIterable<In>;

export interface PipelineRules {
  /** Calls in flight, and results not read yet, at most. Default 1024. */
  readonly window?: number | undefined;
  /** Results in the order of the inputs, or as they come. Default `input`. */
  readonly order?: "input" | "arrival" | undefined;
  /** The first call that fails ends the pipeline, or failures are results like others. Default `stop`. */
  readonly errors?: "stop" | "collect" | undefined;
  /** Ends the pipeline, and gives up the calls in flight, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
