import { chmod, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that nobody sees half of it: beside its place, then renamed. What is no regular file
 * (`/dev/stdout`, a pipe) is written to as it is; a link stays one.
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const known = await stat(path).catch(() => null);
  if (known !== null && !known.isFile()) {
    await writeFile(path, text);
    return;
  }
  const target = known === null ? path : await realpath(path);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    await writeFile(beside, text, { flag: "wx" });
    if (known !== null) await chmod(beside, known.mode);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
