// npm run bench:trace [-- --rounds N --calls N]: what `vpp-ts trace` between a client and a real VPP adds to a call,
// one at a time. One process makes the calls, direct and traced in turn; medians.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { papiEnv, skipWithoutPapi } from "../../test/support/papi.ts";
import { startVpp } from "../../test/support/vpp.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "60" }, calls: { type: "string", default: "100" } },
});

const WAYS = ["direct", "quiet", "recorded", "text", "json"] as const;
type Way = (typeof WAYS)[number];

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const papi = fileURLToPath(new URL("../../../../bench/trace/papi.py", import.meta.url));

const UTF8 = { encoding: "utf8" } as const;
const CLIENTS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  "vpp-ts": (args) => execFileSync(process.execPath, [script("./ours.js"), ...args], UTF8),
  ...(skipWithoutPapi === false
    ? { "VPP's Python client": (args) => execFileSync("python3", [papi, ...args], { ...UTF8, env: papiEnv }) }
    : {}),
};

const folder = mkdtempSync(join(tmpdir(), "vpp-ts-bench-"));
const vpp = await startVpp();
const proxies: ChildProcess[] = [];

async function startProxy(way: Exclude<Way, "direct">): Promise<string> {
  const listen = join(folder, way);
  const how = way === "recorded" ? ["quiet", join(folder, "recording")] : [way];
  const child = spawn(process.execPath, [script("./proxy.js"), listen, vpp.apiSocket, ...how], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  proxies.push(child);
  await once(child.stderr, "data");
  return listen;
}

try {
  const sockets: Record<Way, string> = { direct: vpp.apiSocket, quiet: "", recorded: "", text: "", json: "" };
  for (const way of WAYS) if (way !== "direct") sockets[way] = await startProxy(way);
  for (const [client, run] of Object.entries(CLIENTS)) {
    const args = [values.rounds, values.calls, ...WAYS.map((way) => sockets[way])];
    const [direct = 0, ...traced]: number[] = JSON.parse(run(args));
    console.log(`${client}: ${direct.toFixed(1)} us a call`);
    for (const [i, time] of traced.entries()) {
      console.log(`  traced, ${WAYS[i + 1]}: ${(time - direct).toFixed(1)} us more`);
    }
  }
} finally {
  for (const child of proxies) {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
  }
  await vpp.stop();
  rmSync(folder, { recursive: true, force: true });
}
