export { type StatsErrorReason, VppError, VppStatsError } from "../errors/index.ts";
export { DEFAULT_STATS_SOCKET, type OpenStatsOptions, openStats } from "./open.ts";
export type { StatsQuery } from "./query.ts";
export type { PacketsBytesRate, Rate, StatsRate } from "./rates.ts";
export type { RingPollOptions, RingRead, RingReader, RingSchema } from "./ring.ts";
export type { Stats } from "./stats.ts";
export type {
  CombinedColumn,
  CombinedValue,
  DanglingValue,
  GaugeValue,
  HistogramBucket,
  HistogramValue,
  NamesValue,
  PacketsBytes,
  RingValue,
  ScalarValue,
  SimpleColumn,
  SimpleValue,
  StatsAccess,
  StatsEntry,
  StatsKind,
  StatsPattern,
  StatsPatterns,
  StatsSnapshot,
  StatsValue,
  U64,
  U64Json,
  UnknownValue,
} from "./types.ts";
export type {
  BufferPoolStats,
  ErrorStats,
  HeapStats,
  InterfaceStats,
  NodeStats,
  SystemStats,
  WorkerStats,
} from "./views/index.ts";
export type { StatsSample, WatchOptions } from "./watch.ts";
