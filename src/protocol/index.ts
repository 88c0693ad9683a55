export { bootstrapDefinitions } from "./bootstrap.ts";
export type { Call, CallSink } from "./call.ts";
export { CALL_OPTIONS, type CallOptions, NO_OPTIONS, requireKnownOptions } from "./call-options.ts";
export { CallCounters, type CallStats } from "./call-stats.ts";
export { requireDuration, requireSignal } from "./checks.ts";
export type { CodecSource } from "./codecs.ts";
export { actualExchange, nameOf } from "./exchange.ts";
export { beginFrame, endFrame, FrameReader, type FrameSink, frameEnd, HEADER } from "./frame.ts";
export { memclntApi } from "./generated/memclnt.ts";
export { goodbyeFrame, type Hello, helloFrame, MAX_CLIENT_NAME, MAX_HELLO, readHello } from "./handshake.ts";
export * as ids from "./ids.ts";
export type { Message, Topic } from "./incoming.ts";
export { type MessageTable, sameMessages, type TableEntry } from "./message-table.ts";
export { type CallObserver, unobserved } from "./observer.ts";
export { OUTPUT_SIZE, Outbox, type OutboxHost } from "./outbox.ts";
export {
  type Inputs,
  Pipeline,
  type PipelineFailure,
  type PipelineHost,
  type PipelineReply,
  type PipelineResult,
  type PipelineRules,
  type PipelineSummary,
} from "./pipeline/index.ts";
export { failedReply, type Reply, type Settlers } from "./reply.ts";
export { Session } from "./session.ts";
export type { SessionClient, SessionHost, SessionOptions } from "./session-host.ts";
export { type Details, Stream, type StreamHost } from "./stream.ts";
export { type Guard, guardOf } from "./unsafe.ts";
