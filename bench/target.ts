// What is measured against: a VPP of its own, a simulator, or a VPP that runs somewhere.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { startVpp } from "../test/support/vpp.ts";
import type { Case } from "./cases.ts";

export interface Target extends AsyncDisposable {
  readonly apiSocket: string;
  readonly statsSocket: string | null;
  readonly apiDir: string;
  /** Prefix of its names in shared memory. */
  readonly shmPrefix: string | null;
  /** The core its main thread is pinned to. */
  readonly core: number | null;
  cpuSeconds(): number;
}

/** The core VPP is pinned to: what a client costs depends on whether it shares it. */
const VPP_CORE: number | null = availableParallelism() > 1 ? 1 : null;

/** A VPP with room for a million routes, and for their counters. */
export async function ownVpp({ plugins }: Case): Promise<Target> {
  const vpp = await startVpp({
    plugins: plugins ?? [],
    heapSize: "2G",
    statsSize: "512M",
    ...(VPP_CORE === null ? {} : { mainCore: VPP_CORE }),
  });
  const { apiSocket, statsSocket, apiDir, shmPrefix } = vpp;
  if (apiDir === null) throw new Error("the VPP has no API definitions beside it");
  return {
    apiSocket,
    statsSocket,
    apiDir,
    shmPrefix,
    core: VPP_CORE,
    cpuSeconds: () => vpp.cpuSeconds(),
    [Symbol.asyncDispose]: () => vpp.stop(),
  };
}

export function foreignVpp(apiSocket: string, apiDir: string): Target {
  return {
    apiSocket,
    statsSocket: null,
    apiDir,
    shmPrefix: null,
    core: null,
    cpuSeconds: () => 0,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The simulator in a process of its own. */
export async function simulator(apiDir: string): Promise<Target> {
  const script = fileURLToPath(new URL("../src/cli/main.js", import.meta.url));
  const child = spawn(process.execPath, [script, "sim", "--api", apiDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const stat = `/proc/${child.pid}/stat`;
  return {
    apiSocket: said.toString().trim(),
    statsSocket: null,
    apiDir,
    shmPrefix: null,
    core: null,
    cpuSeconds: () => {
      // proc(5): utime and stime, in ticks of 10 ms, counted from behind the name in parentheses.
      const fields = readFileSync(stat, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}
