// The command line as a child process, from source.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sharedDir, sharedPath } from "./shared.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where definitions come from unless told: the release beside the project, if it is there. */
const api = sharedDir() === null ? {} : { VPP_API_DIR: sharedPath("vpp-26.06-api") };

/** Runs `vpp-ts` to its end. Nothing of this process's own settings of vpp-ts reaches it. */
export async function vppTs(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { VPP_API_SOCKET: _, VPP_API_DIR: __, NO_COLOR: ___, FORCE_COLOR: ____, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], {
    cwd: root,
    env: { ...env, ...api, ...options.env },
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.setEncoding("utf8").toArray());
  // It may end before it has read all its input.
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { status, stdout: (await stdout)?.join("") ?? "", stderr: (await stderr)?.join("") ?? "" };
}
