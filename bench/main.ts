// npm run bench [-- FILTER…] [--rounds N] [--socket PATH --api DIR]: vpp-ts beside a bare Node socket, in turn
// against the same VPP, each run in a process of its own. Medians, and their ratio; JSON with --json.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startVpp } from "../test/support/vpp.ts";
import type { CaseName, Figures } from "./session/figures.ts";

interface Case {
  readonly title: string;
  readonly name: CaseName;
  readonly size: number;
  readonly window: number;
  /** Runs that must have been made on the same VPP before. */
  readonly needs?: { readonly name: CaseName; readonly size: number; readonly window: number };
}

const CASES: readonly Case[] = [
  { title: "control_ping, one at a time", name: "ping", size: 40_000, window: 1 },
  { title: "control_ping, 1,000 in flight", name: "ping", size: 1_000_000, window: 1000 },
  { title: "ip_route_add_del, 5,000 in flight", name: "route-add", size: 300_000, window: 5000 },
  {
    title: "ip_route_dump of 500,000",
    name: "route-dump",
    size: 500_000,
    window: 1,
    needs: { name: "route-add", size: 500_000, window: 5000 },
  },
  { title: "connect, definitions from VPP", name: "connect", size: 1, window: 1 },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    socket: { type: "string" },
    api: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

interface Row {
  readonly title: string;
  readonly ours: Summary;
  readonly floor: Summary;
  /** Ours to the floor, of rates: above 1 is faster. */
  readonly ratio: number;
}

interface Summary {
  readonly seconds: number;
  readonly rate: number;
  readonly cpu: number;
  readonly vppCpu: number;
  readonly megabytes: number;
}

interface Target {
  readonly apiSocket: string;
  readonly apiDir: string;
  cpuSeconds(): number;
}

function runOne(who: "ours" | "floor", c: Pick<Case, "name" | "size" | "window">, target: Target): Figures {
  const script = fileURLToPath(new URL("./session/one.js", import.meta.url));
  const args = [script, who, c.name, target.apiSocket, target.apiDir, String(c.size), String(c.window)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function measure(c: Case, target: Target, rounds: number): Row {
  if (c.needs !== undefined) runOne("floor", c.needs, target);
  const runs: Record<"ours" | "floor", (Figures & { vppCpu: number })[]> = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round++) {
    // In turn, and the first of a round alternates: the machine's speed drifts.
    for (const who of round % 2 === 0 ? (["ours", "floor"] as const) : (["floor", "ours"] as const)) {
      const before = target.cpuSeconds();
      const figures = runOne(who, c, target);
      runs[who].push({ ...figures, vppCpu: target.cpuSeconds() - before });
    }
  }
  const summary = (who: "ours" | "floor"): Summary => {
    const seconds = median(runs[who].map((r) => r.seconds));
    return {
      seconds,
      rate: runs[who][0]!.count / seconds,
      cpu: median(runs[who].map((r) => r.cpu ?? 0)),
      vppCpu: median(runs[who].map((r) => r.vppCpu)),
      megabytes: median(runs[who].map((r) => r.megabytes ?? 0)),
    };
  };
  const [ours, floor] = [summary("ours"), summary("floor")];
  return { title: c.title, ours, floor, ratio: floor.seconds / ours.seconds };
}

function print(rows: readonly Row[]): void {
  const line = (who: string, s: Summary, ratio: string) =>
    `  ${who.padEnd(6)} ${(s.seconds * 1e3).toFixed(1).padStart(9)} ms ${Math.round(s.rate).toLocaleString("en").padStart(10)}/s` +
    `  cpu ${s.cpu.toFixed(2)} s  VPP ${s.vppCpu.toFixed(2)} s  ${Math.round(s.megabytes)} MB  ${ratio}`;
  for (const row of rows) {
    console.log(row.title);
    console.log(line("ours", row.ours, `${row.ratio.toFixed(2)} of the floor`));
    console.log(line("floor", row.floor, ""));
  }
}

const chosen = CASES.filter((c) => positionals.length === 0 || positionals.some((f) => c.title.includes(f)));
const rows: Row[] = [];
if (values.socket !== undefined) {
  const target = {
    apiSocket: values.socket,
    apiDir: values.api ?? "/usr/share/vpp/api",
    cpuSeconds: () => 0,
  };
  for (const c of chosen) rows.push(measure(c, target, Number(values.rounds)));
} else {
  for (const c of chosen) {
    await using vpp = await startVpp({ plugins: c.name === "connect" ? "all" : [], heapSize: "2G" });
    if (vpp.apiDir === null) throw new Error("the VPP has no API definitions beside it");
    const { apiSocket, apiDir } = vpp;
    rows.push(measure(c, { apiSocket, apiDir, cpuSeconds: () => vpp.cpuSeconds() }, Number(values.rounds)));
  }
}
if (values.json) console.log(JSON.stringify(rows, null, 2));
else print(rows);
