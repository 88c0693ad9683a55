export type { BufferPoolStats } from "./buffers.ts";
export type { ErrorStats } from "./errors.ts";
export type { InterfaceStats } from "./interfaces.ts";
export type { HeapStats } from "./memory.ts";
export type { NodeStats } from "./nodes.ts";
export { ViewQueries } from "./queries.ts";
export type { SystemStats, WorkerStats } from "./system.ts";
