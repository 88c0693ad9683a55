export type { CallOptions } from "../protocol/index.ts";
export type { UntypedApi, UntypedDump, UntypedMethod, UntypedResult } from "./api.ts";
export { Vpp } from "./client.ts";
export type { Compatibility, Expected } from "./compatibility.ts";
export { connect } from "./connect.ts";
export type {
  DiagnosticsClient,
  ErrorDiagnostics,
  ReplyDiagnostics,
  RequestDiagnostics,
  StateDiagnostics,
} from "./diagnostics.ts";
export type { EventOptions, EventStream, EventStreamOptions } from "./event-stream.ts";
export type { EventSubscription } from "./events.ts";
export type { Limits } from "./limits.ts";
export type { Logger } from "./logger.ts";
export type { ConnectOptions, PipelineOptions, ReconnectOptions } from "./options.ts";
export type { ConnectionState, StateListener } from "./state.ts";
export { streamOf } from "./stream-of.ts";
export type { ApiOf, CallArguments, EventsOf, MethodOf, MethodsOf, UntypedEvents } from "./typed.ts";
