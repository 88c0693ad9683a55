// Starts the VPP process and makes sure that neither it nor its files outlive the test, however that ends.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VppInstallation } from "./vpp-binary.ts";
import type { VppPaths } from "./vpp-config.ts";

export interface VppExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface VppProcess {
  child: ChildProcess;
  pid: number;
  exited: Promise<VppExit>;
}

/** What must go when this process does: folder → how to remove it and what runs in it. */
const leftovers = new Map<string, () => void>();
let guarded = false;

function sweep(): void {
  for (const remove of leftovers.values()) remove();
  leftovers.clear();
}

/** `exit` covers the end of a test file, passed or failed; a signal skips `exit`, hence the rest. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.once("exit", sweep);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      sweep();
      process.kill(process.pid, signal);
    });
  }
}

/** A killed VPP leaves its shared memory behind. */
export function removeShm(prefix: string): void {
  for (const name of ["global_vm", "vpe-api"]) rmSync(`/dev/shm/${prefix}-${name}`, { force: true });
}

/** Removes an instance's files, now and not again at exit. */
export function removeFiles(paths: VppPaths): void {
  leftovers.delete(paths.dir);
  removeShm(paths.shmPrefix);
  rmSync(paths.dir, { recursive: true, force: true });
}

/** setpriv's `--pdeathsig` has the kernel end VPP when this process is gone, even by SIGKILL; it keeps the pid. */
const hasSetpriv = spawnSync("setpriv", ["--pdeathsig", "KILL", "true"]).status === 0;

export function spawnVpp(installation: VppInstallation, paths: VppPaths, config: string): VppProcess {
  const file = join(paths.dir, "startup.conf");
  writeFileSync(file, config);
  const output = openSync(join(paths.dir, "output"), "a");
  const start = [installation.binary, "-c", file];
  const [command = "", ...args] = hasSetpriv ? ["setpriv", "--pdeathsig", "KILL", ...start] : start;
  const libraries = [installation.libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  const child = spawn(command, args, {
    cwd: paths.dir,
    stdio: ["ignore", output, output],
    env: { ...process.env, ...(libraries === "" ? {} : { LD_LIBRARY_PATH: libraries }) },
  });
  closeSync(output);
  const exited = new Promise<VppExit>((resolve, reject) => {
    child.once("exit", (code, signal) => {
      // What it was last asked, which VPP writes when it dies of itself.
      rmSync(`/tmp/api_post_mortem.${child.pid}`, { force: true });
      resolve({ code, signal });
    });
    child.once("error", reject);
  });
  // A failed spawn is reported where the start is awaited.
  exited.catch(() => {});
  guard();
  leftovers.set(paths.dir, () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    removeFiles(paths);
  });
  return { child, pid: child.pid ?? 0, exited };
}
