// The command line as a child process.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vppTsCommand } from "./program.ts";
import { sharedDir, sharedPath } from "./shared.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where definitions come from unless told: the release beside the project, if it is there. */
const api = sharedDir() === null ? {} : { VPP_API_DIR: sharedPath("vpp-26.06-api") };

/** Nothing is cached in the home folder of whoever runs the tests. */
const cache = mkdtempSync(join(tmpdir(), "vpp-ts-cache-"));
process.once("exit", () => rmSync(cache, { recursive: true, force: true }));

/** Starts `vpp-ts`. Nothing of this process's own settings of vpp-ts reaches it. */
export function startVppTs(
  args: readonly string[],
  options: RunOptions = {},
): ChildProcessWithoutNullStreams & { readonly ended: Promise<Ran> } {
  const { VPP_API_SOCKET: _, VPP_API_DIR: __, NO_COLOR: ___, FORCE_COLOR: ____, ...env } = process.env;
  const [node, ...command] = vppTsCommand;
  const child = spawn(node, [...command, ...args], {
    cwd: root,
    env: { ...env, ...api, XDG_CACHE_HOME: cache, ...options.env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  // It may end before it has read all its input.
  child.stdin.on("error", () => {});
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
  return Object.assign(child, { ended });
}

/** Runs `vpp-ts` to its end. */
export function vppTs(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = startVppTs(args, options);
  child.stdin.end(options.input ?? "");
  return child.ended;
}

/** Makes a folder with a `vpp-ts` in it, for the PATH of a shell. Returns the folder. */
export function installVppTs(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const program = `#!/bin/sh\nexec ${vppTsCommand.map((word) => `'${word}'`).join(" ")} "$@"\n`;
  writeFileSync(join(bin, "vpp-ts"), program, { mode: 0o755 });
  return bin;
}
