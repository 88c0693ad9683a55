import { execFileSync } from "node:child_process";
import { type Case, sizeFor } from "./cases.ts";
import { type Client, type ClientName, reasonOf } from "./clients.ts";
import { median } from "./median.ts";
import { prepare, type Stage } from "./prepare.ts";
import type { Figures } from "./session/figures.ts";
import type { Target } from "./target.ts";

/** Medians of a client's rounds. */
export interface Summary {
  readonly count: number;
  readonly seconds: number;
  readonly rate: number;
  /** Microseconds of CPU for each message: the client's process while it measured, VPP from the client's start to its end. */
  readonly cpu: number;
  readonly vppCpu: number;
  /** CPU seconds of a run. */
  readonly cpuSeconds: number;
  readonly vppCpuSeconds: number;
  readonly megabytes: number;
  /** Microseconds a call took. */
  readonly p50?: number;
  readonly p99?: number;
}

export interface Row {
  readonly title: string;
  readonly clients: Partial<Record<ClientName, Summary>>;
  /** Our rate to theirs: the median of the rounds' ratios. */
  readonly ratios: Partial<Record<ClientName, number>>;
  /** What went wrong with a client. */
  readonly failed: Partial<Record<ClientName, string>>;
}

type Run = Figures & { readonly vppCpu: number };

/** Runs a case's clients in turn, round after round. */
export async function measure(c: Case, target: Target, all: readonly Client[], rounds: number): Promise<Row> {
  const clients = all.filter(
    ({ name }) => sizeFor(c, name) > 0 && (name !== "vapi-shm" || target.shmPrefix !== null),
  );
  await using stage = await prepare(c, target, clients);
  const runs = new Map<ClientName, Run[]>(clients.map(({ name }) => [name, []]));
  const failed: Partial<Record<ClientName, string>> = {};
  for (let round = 0; round < rounds; round++) {
    // Another begins each round: the machine's speed drifts.
    for (let i = 0; i < clients.length; i++) {
      const client = clients[(i + round) % clients.length]!;
      if (failed[client.name] !== undefined) continue;
      try {
        runs.get(client.name)!.push(await runOne(c, client, target, stage));
      } catch (error) {
        failed[client.name] = reasonOf(error);
      }
    }
  }
  return summary(c.title, runs, failed);
}

async function runOne(c: Case, client: Client, target: Target, stage: Stage): Promise<Run> {
  await stage.fresh();
  const stats = c.name.startsWith("stats");
  const socket = stats ? target.statsSocket : target.apiSocket;
  const own = stats ? (client.statsArgs ?? client.args) : client.args;
  const size = sizeFor(c, client.name);
  const task = [c.name, socket ?? "", target.apiDir, size, c.window, stage.tableOf(client)].map(String);
  const [command, ...args] = [...pin(c, target), client.command, ...own, ...task];
  const before = target.cpuSeconds();
  const out = execFileSync(command!, args, {
    encoding: "utf8",
    timeout: 120_000,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...client.env, VPP_SHM_PREFIX: target.shmPrefix ?? "" },
  });
  const figures: Figures = JSON.parse(out.trim().split("\n").at(-1) ?? "");
  return { ...figures, vppCpu: target.cpuSeconds() - before };
}

/** On one core a reply needs no other core to wake up: on a virtual machine that is most of the time. */
function pin(c: Case, target: Target): string[] {
  if (c.core === undefined || target.core === null) return [];
  return ["taskset", "-c", String(c.core === "same" ? target.core : target.core - 1)];
}

function summary(title: string, runs: ReadonlyMap<ClientName, readonly Run[]>, failed: Row["failed"]): Row {
  const clients: Row["clients"] = {};
  const ratios: Row["ratios"] = {};
  const ours = runs.get("ours") ?? [];
  for (const [name, own] of runs) {
    if (own.length === 0) continue;
    clients[name] = summarize(own);
    const both = own.slice(0, ours.length);
    if (name !== "ours" && both.length > 0) {
      ratios[name] = median(both.map((run, i) => rateOf(ours[i]!) / rateOf(run)));
    }
  }
  return { title, clients, ratios, failed };
}

function rateOf({ count, seconds }: Run): number {
  return count / seconds;
}

function summarize(runs: readonly Run[]): Summary {
  const of = (get: (run: Run) => number) => median(runs.map(get));
  const has = runs.every(({ p50 }) => p50 !== undefined);
  return {
    count: runs[0]!.count,
    seconds: of((run) => run.seconds),
    rate: of(rateOf),
    cpu: of(({ cpu, count }) => (cpu / count) * 1e6),
    vppCpu: of(({ vppCpu, count }) => (vppCpu / count) * 1e6),
    cpuSeconds: of(({ cpu }) => cpu),
    vppCpuSeconds: of(({ vppCpu }) => vppCpu),
    megabytes: of(({ megabytes }) => megabytes ?? 0),
    ...(has ? { p50: of(({ p50 }) => p50! * 1e6), p99: of(({ p99 }) => p99! * 1e6) } : {}),
  };
}
