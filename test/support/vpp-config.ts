// The startup configuration of a VPP that lives in a folder of its own, beside any number of others.
import { join } from "node:path";
import type { VppInstallation } from "./vpp-binary.ts";

export interface VppOptions {
  /** Plugins to load, without `_plugin.so`; `"all"` for every one installed. None unless told. */
  plugins?: readonly string[] | "all";
  /** Worker threads, each pinned to a core of its own beside the main thread's. 0 unless told. */
  workers?: number;
  /** The core the main thread is pinned to; left alone, VPP pins it to the one it happens to start on. */
  mainCore?: number;
  /** Pause of the main loop in microseconds; unset, VPP sleeps only when idle. */
  pollSleepUsec?: number;
  /** Size of the main heap, as VPP writes sizes. `"256M"` unless told; big tables need more. */
  heapSize?: string;
  /** Size of the stats segment. `"32M"` unless told (VPP's default). */
  statsSize?: string;
  /** Seconds between two updates of the stats segment's own entries, its heartbeat among them. VPP: 10. */
  statsInterval?: number;
  /** More stanzas of the startup configuration, as they stand. */
  config?: string;
}

/** The paths of one instance. */
export interface VppPaths {
  dir: string;
  apiSocket: string;
  statsSocket: string;
  cliSocket: string;
  log: string;
  /** Prefix of its shared memory names: `/dev/shm/<prefix>-vpe-api` and `-global_vm`. */
  shmPrefix: string;
}

export function vppPaths(dir: string, shmPrefix: string): VppPaths {
  const [apiSocket, statsSocket, cliSocket, log] = ["api.sock", "stats.sock", "cli.sock", "vpp.log"].map(
    (name) => join(dir, name),
  ) as [string, string, string, string];
  return { dir, apiSocket, statsSocket, cliSocket, log, shmPrefix };
}

function pluginStanza(plugins: VppOptions["plugins"], installation: VppInstallation): string {
  const lines = installation.plugins === null ? [] : [`path ${installation.plugins}`];
  if (plugins !== "all") {
    lines.push("plugin default { disable }");
    for (const name of plugins ?? []) lines.push(`plugin ${name}_plugin.so { enable }`);
  }
  return `plugins { ${lines.join(" ")} }`;
}

/** The text of startup.conf. No huge pages, few buffers, nothing outside `paths.dir` but shared memory. */
export function startupConfig(paths: VppPaths, options: VppOptions, installation: VppInstallation): string {
  const {
    workers = 0,
    mainCore,
    pollSleepUsec,
    heapSize = "256M",
    statsSize = "32M",
    statsInterval,
  } = options;
  const poll = pollSleepUsec === undefined ? "" : `poll-sleep-usec ${pollSleepUsec}`;
  const interval = statsInterval === undefined ? "" : `update-interval ${statsInterval}`;
  const cpu = [
    mainCore === undefined ? "" : `main-core ${mainCore}`,
    workers === 0 ? "" : `workers ${workers}`,
  ].join(" ");
  return [
    `unix { nodaemon nobanner nosyslog nocolor cli-no-pager ${poll}`,
    `  runtime-dir ${paths.dir} cli-listen ${paths.cliSocket} log ${paths.log} }`,
    `memory { main-heap-size ${heapSize} }`,
    `cpu { ${cpu} }`,
    "buffers { buffers-per-numa 2048 page-size default }",
    "logging { default-syslog-log-level disabled }",
    "api-trace { on }",
    `api-segment { prefix ${paths.shmPrefix} }`,
    `socksvr { socket-name ${paths.apiSocket} }`,
    `statseg { socket-name ${paths.statsSocket} size ${statsSize} per-node-counters on ${interval} }`,
    pluginStanza(options.plugins, installation),
    options.config ?? "",
    "",
  ].join("\n");
}
