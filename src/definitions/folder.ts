import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, for this user alone. Not with Node's `recursive`: below /proc, where a folder that
 * is there says that it isn't, that never ends (Node 20).
 *
 * @throws the file system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  const error = await attempt(path);
  if (error === null) return;
  const above = dirname(path);
  if (error.code !== "ENOENT" || above === path) throw error;
  await makeFolder(above);
  const again = await attempt(path);
  if (again !== null) throw again;
}

/** Null where it is there now. */
async function attempt(path: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(path, { mode: 0o700 });
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return "code" in error && error.code === "EEXIST" ? null : error;
  }
}
