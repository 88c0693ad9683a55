export {
  type CallOptions,
  type Compatibility,
  type ConnectionState,
  type ConnectOptions,
  connect,
  type EventOptions,
  type EventStream,
  type EventStreamOptions,
  type EventSubscription,
  type Expected,
  type ReconnectOptions,
  type StateListener,
  type UntypedApi,
  type UntypedEvents,
  type UntypedMethod,
  type UntypedResult,
  Vpp,
} from "./client/index.ts";
export type { ExchangeDescriptor, Fields, MessageDescriptor } from "./codec/index.ts";
export * from "./errors/index.ts";
export type {
  CallStats,
  Details,
  Message,
  MessageTable,
  Reply,
  Stream,
  TableEntry,
} from "./protocol/index.ts";
