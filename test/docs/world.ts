// What the documentation's sessions run in: a shell in an empty folder, and a simulated VPP that has just started.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { writeApiJson } from "../../src/schema/index.ts";
import { modelledFiles } from "../../src/simulator/definitions/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { type ServedSegment, serveSegment } from "../../src/stats/serve/index.ts";
import { installVppTs } from "../support/cli.ts";
import type { Command } from "./sessions.ts";

/** Milliseconds that a command may take. */
const LIMIT = 60_000;
/** What a command that goes on and on ends with: it is interrupted once it has begun to print. */
const UNTIL_INTERRUPTED = /# until Ctrl-C$/;

export interface Printed {
  readonly status: number | null;
  /** Standard output and standard error as they came. */
  readonly text: string;
}

export interface World {
  /** Runs a command; `meanwhile` once it has begun to print. */
  run(command: Command, meanwhile: string | null): Promise<Printed>;
  end(): Promise<void>;
}

/** @throws Error without koffi: serving counters needs it. */
export async function makeWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-docs-"));
  const at = (name: string): string => join(folder, name);
  const [work, api, tmp] = [at("work"), at("api"), at("tmp")];
  for (const each of [work, api, tmp]) mkdirSync(each);
  const bin = installVppTs(folder);
  for (const file of modelledFiles()) writeFileSync(join(api, `${file.module}.api.json`), writeApiJson(file));
  const simulator = await Simulator.start({ socket: at("api.sock") });
  const stats = await serveSegment(at("stats.sock"), 1 << 20);
  countSomething(stats);
  /** Where things are in the documentation, and where they are here. */
  const places = [
    // First: the others are in a folder of /tmp themselves. Several runs of the tests don't meet there.
    ["/tmp/", `${tmp}/`],
    ["/run/vpp/api.sock", simulator.socket],
    ["/run/vpp/stats.sock", stats.path],
    ["/usr/share/vpp/api", api],
  ] as const;
  const { VPP_API_SOCKET: _, VPP_API_DIR: __, FORCE_COLOR: ___, ...rest } = process.env;
  const env = {
    ...rest,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    HOME: folder,
    XDG_CACHE_HOME: at("cache"),
    VPP_API_SOCKET: simulator.socket,
    VPP_API_DIR: api,
    VPP_STATS_SOCKET: stats.path,
  };
  const shell = (text: string) => {
    const here = places.reduce((all, [shown, real]) => all.replaceAll(shown, real), text);
    // A signal is for the command itself, not for the shell.
    const command = UNTIL_INTERRUPTED.test(text) ? `exec ${here}` : here;
    return spawn("bash", ["-c", `exec 2>&1; ${command}`], { cwd: work, env, timeout: LIMIT });
  };
  const runShell = (text: string, input: string, begun: () => void): Promise<Printed> =>
    new Promise((resolve, reject) => {
      const child = shell(text);
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (chunk) => {
        if (printed === "") {
          begun();
          if (UNTIL_INTERRUPTED.test(text)) process.kill(child.pid as number, "SIGINT");
        }
        printed += chunk;
      });
      child.stdin.on("error", () => {});
      child.stdin.end(input);
      child.once("error", reject);
      child.once("close", (status) => {
        if (child.killed) reject(new Error(`${text}: no end after ${LIMIT} ms`));
        resolve({
          status,
          text: places.reduce((all, [shown, real]) => all.replaceAll(real, shown), printed),
        });
      });
    });
  return {
    async run(command, meanwhile) {
      const others: Promise<Printed>[] = [];
      const input = command.input.map((line) => `${line}\n`).join("");
      const printed = await runShell(command.text, input, () => {
        if (meanwhile !== null) others.push(runShell(meanwhile, "", () => {}));
      });
      for (const { status, text } of await Promise.all(others))
        if (status !== 0) throw new Error(`${meanwhile}: ${text}`);
      return printed;
    },
    async end() {
      stats.close();
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The counters of a VPP with a loopback interface that has seen three packets. */
function countSomething({ writer }: ServedSegment): void {
  writer.change(() => {
    writer.scalar("/sys/heartbeat", 5);
    writer.names("/if/names", ["local0", "loop0"]);
    writer.combined("/if/rx", [
      [
        [0, 0],
        [3, 400],
      ],
    ]);
    writer.combined("/if/tx", [
      [
        [0, 0],
        [1, 98],
      ],
    ]);
    writer.simple("/if/drops", [[0, 1]]);
    writer.symlink("/interfaces/loop0/rx", "/if/rx", 1);
  });
}
