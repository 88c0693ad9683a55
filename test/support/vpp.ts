// A real VPP for integration tests: each has its own folder, sockets and shared memory, so that many run at once.
//
//   describe("…", { skip: skipWithoutVpp }, () => {
//     let vpp: Vpp;
//     before(async () => { vpp = await startVpp({ plugins: ["ping"] }); });
//     after(() => vpp.stop());
//     it("…", () => { … vpp.apiSocket … });
//   });
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { skipWithoutVpp, type VppInstallation, vppBinary, vppInstallation } from "./vpp-binary.ts";
import { startupConfig, type VppOptions, type VppPaths, vppPaths } from "./vpp-config.ts";
import { probeApi } from "./vpp-probe.ts";
import { removeFiles, removeShm, spawnVpp, type VppExit, type VppProcess } from "./vpp-process.ts";

export { skipWithoutVpp, vppBinary } from "./vpp-binary.ts";
export type { VppOptions } from "./vpp-config.ts";
export type { VppExit } from "./vpp-process.ts";

/** Milliseconds a VPP has to answer after its start, and to go after SIGTERM. */
const START_LIMIT = 60_000;
const STOP_LIMIT = 10_000;
/** Milliseconds that one which has taken a connection has to answer on it. */
const ANSWER_LIMIT = 15_000;
/** Linux counts CPU time in ticks of 10 ms towards user space, whatever the kernel's own rate. */
const TICKS_PER_SECOND = 100;
/** Milliseconds of CPU between two sleeps: below 0.5 in a VPP 26.06 at rest, above 3 in one that spins. */
const RESTING = 1;
const run = promisify(execFile);

export class Vpp {
  readonly dir: string;
  readonly apiSocket: string;
  readonly statsSocket: string;
  readonly cliSocket: string;
  /** Prefix of its names in /dev/shm. */
  readonly shmPrefix: string;
  /** The folder of the API definitions that were installed with it. */
  readonly apiDir: string | null;
  readonly #installation: VppInstallation;
  readonly #paths: VppPaths;
  #options: VppOptions;
  #process: VppProcess;

  private constructor(installation: VppInstallation, options: VppOptions) {
    const dir = mkdtempSync(join(tmpdir(), "vpp-ts-"));
    this.#installation = installation;
    this.#options = options;
    this.#paths = vppPaths(dir, basename(dir));
    this.dir = dir;
    this.apiSocket = this.#paths.apiSocket;
    this.statsSocket = this.#paths.statsSocket;
    this.cliSocket = this.#paths.cliSocket;
    this.shmPrefix = this.#paths.shmPrefix;
    this.apiDir = installation.apiDir;
    this.#process = this.#spawn();
  }

  /** Starts a VPP and waits until it answers on its API socket. @throws with the end of its log if it does not. */
  static async start(options: VppOptions = {}): Promise<Vpp> {
    const binary = vppBinary();
    if (binary === null) throw new Error(String(skipWithoutVpp));
    const vpp = new Vpp(vppInstallation(binary), options);
    await vpp.#ready();
    return vpp;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get running(): boolean {
    const { child } = this.#process;
    return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** How the process of now ended; a restart brings a new promise. */
  get exited(): Promise<VppExit> {
    return this.#process.exited;
  }

  /** CPU seconds used so far by all its threads, user and system. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, "utf8");
    // proc(5): utime and stime are fields 14 and 15; the second, in parentheses, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /**
   * Whether its main thread comes to rest, in five seconds at most: then it sleeps after every bit of work, where one
   * that spins never does. Its share of a core wouldn't tell: on a busy machine a spin gets no more than others leave.
   */
  async rests(): Promise<boolean> {
    let before = this.#pace();
    for (let i = 0; i < 20; i++) {
      await sleep(250);
      const now = this.#pace();
      const [cpu, sleeps] = [now.cpu - before.cpu, now.sleeps - before.sleeps];
      if (sleeps > 0 && cpu / sleeps < RESTING) return true;
      before = now;
    }
    return false;
  }

  /** Milliseconds of CPU that the main thread has used, and how often it gave the core up of its own accord. */
  #pace(): { cpu: number; sleeps: number } {
    const read = (name: string): string => readFileSync(`/proc/${this.pid}/${name}`, "utf8");
    const sleeps = /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(read("status"))?.[1];
    return { cpu: Number(read("schedstat").split(" ")[0]) / 1e6, sleeps: Number(sleeps) };
  }

  /** What VPP's command line prints. It reports errors as text too: vppctl exits with 0. */
  async vppctl(command: string): Promise<string> {
    const { vppctl } = this.#installation;
    if (vppctl === null) throw new Error("no vppctl beside the VPP binary or on the PATH");
    const { stdout } = await run(vppctl, ["-s", this.cliSocket, command], {
      timeout: STOP_LIMIT,
      maxBuffer: 1 << 26,
    });
    return stdout;
  }

  /** The end of what it logged and printed, over all its restarts. */
  logTail(lines = 40): string {
    return [this.#paths.log, join(this.dir, "output")]
      .filter((path) => existsSync(path))
      .flatMap((path) => readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines))
      .join("\n");
  }

  /** Sends a signal; waits for the end, except after those that only hold or continue. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (!this.running) return;
    this.#process.child.kill(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await this.exited;
  }

  /** Ends it (SIGTERM, later SIGKILL) and removes its files. Safe to call again, and after a crash. */
  async stop(): Promise<void> {
    await this.#end();
    removeFiles(this.#paths);
  }

  /** Ends it, unless it is gone already, and starts another on the same paths; options given replace the old ones. */
  async restart(options: VppOptions = {}): Promise<void> {
    await this.#end();
    removeShm(this.shmPrefix);
    this.#options = { ...this.#options, ...options };
    this.#process = this.#spawn();
    await this.#ready();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #spawn(): VppProcess {
    const config = startupConfig(this.#paths, this.#options, this.#installation);
    return spawnVpp(this.#installation, this.#paths, config);
  }

  async #end(): Promise<void> {
    if (!this.running) return;
    const last = setTimeout(() => this.#process.child.kill("SIGKILL"), STOP_LIMIT);
    await this.kill("SIGCONT"); // a stopped process sees no SIGTERM
    await this.kill("SIGTERM");
    clearTimeout(last);
  }

  async #ready(): Promise<void> {
    const limit = Date.now() + START_LIMIT;
    let reason: unknown;
    while (this.running && Date.now() < limit) {
      try {
        await Promise.race([probeApi(this.apiSocket), silent(ANSWER_LIMIT)]);
        if (await this.#keepsTime()) return;
        reason = new Error("its clock runs at another speed than the system's");
        await this.#again();
      } catch (error) {
        reason = error;
        if (error instanceof Silence) await this.#again();
        await sleep(10);
      }
    }
    const state = this.running ? `gave no answer in ${START_LIMIT} ms` : "ended during its start";
    const log = this.logTail();
    await this.stop();
    throw new Error(`VPP ${this.#installation.binary} ${state}; the end of its log:\n${log}`, {
      cause: reason,
    });
  }

  /**
   * A VPP (26.06) that loses its core while it measures how fast the processor's clock runs (vppinfra/time.c,
   * estimate_clock_frequency) takes that to be a thousand times slower, and never corrects it: it counts timers for ever.
   */
  async #keepsTime(): Promise<boolean> {
    if (this.#installation.vppctl === null) return true;
    const shown = await this.vppctl("show clock verbose");
    // One that is that busy with itself may end the connection without a word.
    if (shown.trim() === "") return false;
    const [own, system] = ["cpu time", "reftime"].map((name) =>
      Number(new RegExp(`^${name} ([\\d.]+)`, "m").exec(shown)?.[1]),
    ) as [number, number];
    return !(own > system * 1.5 || own < system / 1.5);
  }

  async #again(): Promise<void> {
    await this.kill("SIGKILL");
    removeShm(this.shmPrefix);
    this.#process = this.#spawn();
  }
}

class Silence extends Error {}

async function silent(limit: number): Promise<never> {
  await sleep(limit, undefined, { ref: false });
  throw new Silence(`connected, and no answer in ${limit} ms`);
}

/** Starts a VPP for a test; end it with `stop()` (or `await using`). What a test forgets goes with its process. */
export function startVpp(options: VppOptions = {}): Promise<Vpp> {
  return Vpp.start(options);
}
