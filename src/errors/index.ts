export { VppError } from "./base.ts";
export { VppDecodeError, VppEncodeError } from "./codec.ts";
export { type DefinitionPosition, formatPosition, VppDefinitionError } from "./definition.ts";
export { type StatsErrorReason, VppStatsError } from "./stats.ts";
