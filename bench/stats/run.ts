// The stats reader beside VPP's Python reader, on a VPP of its own:
//   VPP_BIN=… node --import tsx bench/stats/run.ts [--json]
// Needs python3 with vpp_papi for the other side; without it only ours is measured. Each figure is the best of many runs.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openStats, type StatsAccess, type StatsSnapshot } from "../../src/stats/index.ts";
import { startVpp, type Vpp } from "../../test/support/vpp.ts";

const run = promisify(execFile);
const INTERFACES = 1000;
const SECONDS = 2;
const FIVE = ["/if/rx", "/if/tx", "/if/rx-unicast", "/if/tx-unicast", "/if/rx-multicast"];
const COLD_RUNS = 10;

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Microseconds: the fastest of all runs, and the median. */
interface Figure {
  readonly best: number;
  readonly median: number;
}

function figure(times: number[]): Figure {
  times.sort((a, b) => a - b);
  return { best: times[0]!, median: times[times.length >> 1]! };
}

function measure(body: () => unknown): Figure {
  for (let i = 0; i < 200; i++) body();
  const times: number[] = [];
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end; ) {
    const start = performance.now();
    body();
    times.push((performance.now() - start) * 1000);
  }
  return figure(times);
}

async function measureAsync(body: () => Promise<unknown>): Promise<Figure> {
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const start = performance.now();
    await body();
    times.push((performance.now() - start) * 1000);
  }
  return figure(times);
}

/** Takes every counter out as a value, as the Python reader does. */
function decodeAll(snapshot: StatsSnapshot): number {
  let count = 0;
  for (const value of snapshot) {
    if (value.kind !== "simple" && value.kind !== "combined") continue;
    for (let thread = 0; thread < value.threads; thread++) {
      for (let i = 0; i < value.length(thread); i++) {
        if (value.kind === "simple") value.at(thread, i);
        else value.at(thread, i);
        count++;
      }
    }
  }
  return count;
}

async function ours(socket: string, access: StatsAccess): Promise<Record<string, Figure>> {
  using stats = await openStats({ socket, access });
  const prepared = stats.prepare("/if/");
  const five = stats.prepare(FIVE);
  return {
    "snapshot of all interface counters": measure(() => stats.snapshot("/if/")),
    "the same, every value taken out": measure(() => decodeAll(stats.snapshot("/if/"))),
    "the same, prepared": measure(() => prepared.read()),
    "prepared read of 10,000 counters": measure(() => five.read()),
    "interfaces() by name": measure(() => stats.interfaces()),
  };
}

async function addLoopbacks(vpp: Vpp): Promise<void> {
  const script = join(vpp.dir, "loopbacks");
  writeFileSync(script, "create loopback interface\n".repeat(INTERFACES));
  await vpp.vppctl(`exec ${script}`);
}

async function opening(socket: string): Promise<Record<string, Figure | number>> {
  const cold: number[] = [];
  let entries = 0;
  for (let i = 0; i < COLD_RUNS; i++) {
    const { stdout } = await run(process.execPath, ["--import", "tsx", beside("open-cold.ts"), socket]);
    const result: { milliseconds: number; entries: number } = JSON.parse(stdout);
    cold.push(result.milliseconds * 1000);
    entries = result.entries;
  }
  const warm = await measureAsync(async () => {
    using stats = await openStats({ socket });
    stats.ls();
  });
  return { entries, "open and list, first in a process": figure(cold), "open and list, again": warm };
}

async function papi(socket: string): Promise<Record<string, number> | null> {
  try {
    const { stdout } = await run("python3", [beside("papi.py"), socket]);
    return JSON.parse(stdout) as Record<string, number>;
  } catch (error) {
    console.error(`no figures of vpp_papi: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

await using vpp = await startVpp();
const result: Record<string, unknown> = {
  open: await opening(vpp.statsSocket),
  "papi, few interfaces": await papi(vpp.statsSocket),
};
await addLoopbacks(vpp);
for (const access of ["map", "read", "proc"] as const) {
  result[`${access}, ${INTERFACES} interfaces`] = await ours(vpp.statsSocket, access);
}
result[`papi, ${INTERFACES} interfaces`] = await papi(vpp.statsSocket);
console.log(
  JSON.stringify(
    result,
    (_, value: unknown) => (typeof value === "number" ? Math.round(value * 10) / 10 : value),
    process.argv.includes("--json") ? 0 : 2,
  ),
);
