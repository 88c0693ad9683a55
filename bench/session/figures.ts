export type CaseName =
  | "ping"
  | "show-version"
  | "interface-dump"
  | "route-add"
  | "route-pipeline"
  | "route-dump"
  | "set-flags"
  | "connect"
  | "connect-generated"
  | "stats-snapshot"
  | "stats-values"
  | "stats-read"
  | "stats-interfaces"
  | "stats-open";

/** What one process is to do. */
export interface Task {
  readonly name: CaseName;
  /** Of the API; of the stats segment for its cases. */
  readonly socket: string;
  readonly apiDir: string;
  readonly size: number;
  readonly window: number;
  /** The routing table that routes are added to or dumped from. */
  readonly table: number;
}

/** What one run of one case took, within the client's process. */
export interface Figures {
  readonly count: number;
  readonly seconds: number;
  /** CPU of the client, user and system, over the measured part. */
  readonly cpu: number;
  /** Seconds a call took, of calls made one at a time. */
  readonly p50?: number;
  readonly p99?: number;
  /** Peak memory of the client's process. */
  readonly megabytes?: number;
}

export type Measured = Omit<Figures, "megabytes">;

/** Times `body`, which returns how many of the case's things it did. */
export async function timed(body: () => Promise<number>, latencies?: Float64Array): Promise<Measured> {
  const usage = process.cpuUsage();
  const begin = process.hrtime.bigint();
  const count = await body();
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { user, system } = process.cpuUsage(usage);
  const cpu = (user + system) / 1e6;
  if (latencies === undefined) return { count, seconds, cpu };
  const sorted = latencies.sort();
  const at = (part: number) => sorted[Math.floor(sorted.length * part)]! / 1e3;
  return { count, seconds, cpu, p50: at(0.5), p99: at(0.99) };
}
