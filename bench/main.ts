// npm run bench [-- FILTER…] [--rounds N] [--client NAME…] [--json]: vpp-ts beside a bare Node socket and the peers that
// are there, in turn against the same VPP, each run in a process of its own. A VPP of its own for each case
// (VPP_BIN); --simulator or --socket PATH measure against something else, with the definitions in --api DIR.
// --access map|read|proc: how ours reads the stats segment.
// npm run bench -- micro [MESSAGE…]: the codec in nanoseconds, against code written by hand.
// npm run bench -- growth: what calls in flight, listeners and message types cost a call.
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { vppBinary, vppInstallation } from "../test/support/vpp-binary.ts";
import { makeBindings } from "./bindings.ts";
import { CASES, type Case } from "./cases.ts";
import { CLIENT_TITLES, findClients } from "./clients.ts";
import { growth, growthTable } from "./growth/main.ts";
import { measure, type Row } from "./measure.ts";
import { micro, microTable } from "./micro/main.ts";
import { tableOf } from "./table.ts";
import { foreignVpp, ownVpp, simulator, type Target } from "./target.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    client: { type: "string", multiple: true },
    socket: { type: "string" },
    simulator: { type: "boolean", default: false },
    api: { type: "string" },
    access: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

if (values.access !== undefined) process.env.VPP_TS_BENCH_ACCESS = values.access;

function say(line: string): void {
  if (values.json) console.error(line);
  else console.log(line);
}

function targetFor(c: Case): Promise<Target> {
  if (values.socket !== undefined) return Promise.resolve(foreignVpp(values.socket, definitions()));
  return values.simulator ? simulator(definitions()) : ownVpp(c);
}

/** Without taskset nothing is pinned, and the two cases that are about it are one. */
function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The definitions beside VPP, where `--api` names none. */
function definitions(): string {
  const binary = vppBinary();
  return values.api ?? (binary === null ? null : vppInstallation(binary).apiDir) ?? "/usr/share/vpp/api";
}

async function session(filter: readonly string[], rounds: number): Promise<readonly Row[]> {
  const { clients, missing } = findClients();
  for (const { names, reason } of missing) {
    say(`SKIPPED ${names.map((name) => CLIENT_TITLES[name]).join(", ")}: ${reason}`);
  }
  const taking = clients.filter(({ name }) => values.client?.includes(name) ?? true);
  const bare = values.socket !== undefined || values.simulator;
  const chosen = CASES.filter(
    ({ title, name, core }) =>
      (filter.length === 0 || filter.some((text) => title.includes(text) || name === text)) &&
      !(bare && name.startsWith("stats")) &&
      (core === undefined || hasTaskset()),
  );
  const rows: Row[] = [];
  for (const c of chosen) {
    await using target = await targetFor(c);
    if (c.name === "connect-generated") await makeBindings(target.apiDir);
    const row = await measure(c, target, taking, rounds);
    rows.push(row);
    say(`${tableOf(row)}\n`);
  }
  return rows;
}

const rounds = Number(values.rounds);
if (positionals[0] === "micro") {
  const rows = micro(positionals.slice(1), definitions(), rounds);
  console.log(values.json ? JSON.stringify(rows, null, 2) : microTable(rows));
} else if (positionals[0] === "growth") {
  const rows = growth(definitions(), rounds);
  console.log(values.json ? JSON.stringify(rows, null, 2) : growthTable(rows));
} else {
  const rows = await session(positionals, rounds);
  if (values.json) console.log(JSON.stringify(rows, null, 2));
}
