export { Pipeline } from "./pipeline.ts";
export type {
  Inputs,
  PipelineFailure,
  PipelineReply,
  PipelineResult,
  PipelineRules,
  PipelineSummary,
} from "./result.ts";
export type { PipelineHost } from "./run.ts";
