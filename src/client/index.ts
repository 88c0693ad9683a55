export type { UntypedApi, UntypedMethod, UntypedResult } from "./api.ts";
export { type UntypedEvents, Vpp } from "./client.ts";
export type { Compatibility, Expected } from "./compatibility.ts";
export { connect } from "./connect.ts";
export type { EventOptions, EventStream, EventStreamOptions } from "./event-stream.ts";
export type { EventSubscription } from "./events.ts";
export type { CallOptions, ConnectOptions, ReconnectOptions } from "./options.ts";
export type { ConnectionState, StateListener } from "./state.ts";
