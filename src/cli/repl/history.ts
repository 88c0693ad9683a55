import { chmod } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { REPLServer } from "node:repl";
import { makeFolder } from "../../definitions/folder.ts";

/** Names another file; set to nothing, no history is kept. */
export const HISTORY_VARIABLE = "VPP_TS_REPL_HISTORY";

/** Where the history is kept, by the XDG base directory specification; null where it isn't to be. */
export function historyPath(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env[HISTORY_VARIABLE]?.trim();
  if (named !== undefined) return named === "" ? null : named;
  const state = env.XDG_STATE_HOME;
  // The specification has relative paths ignored.
  const folder = state !== undefined && isAbsolute(state) ? state : join(homedir(), ".local", "state");
  return join(folder, "vpp-ts", "history");
}

/**
 * Reads the history and keeps it from now on, in a file that only its owner can read: commands may hold secrets.
 *
 * @throws the file system's error; the prompt works without.
 */
export async function keepHistory(server: REPLServer, path: string): Promise<void> {
  await makeFolder(dirname(path));
  await new Promise<void>((resolve, reject) => {
    server.setupHistory(path, (error) => (error === null ? resolve() : reject(error)));
  });
  await chmod(path, 0o600);
}
