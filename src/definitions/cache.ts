import { createHash, randomBytes } from "node:crypto";
import { chmod, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { makeFolder } from "./folder.ts";

/**
 * Keeps the definitions that VPPs served. What `read` gives under a key must be what `write` was told under it; null
 * where there is nothing (any more). A cache that fails is as good as none: its errors reach nobody.
 */
export interface DefinitionsCache {
  /** `key` is of 64 hex digits. */
  read(key: string): Promise<string | null>;
  write(key: string, json: string): Promise<void>;
}

/** VPPs remembered; those not met for the longest time go first. The definitions of one are 3 MB (26.06). */
const KEPT = 16;
/** What is larger was not written here. */
const MAX_SIZE = 1 << 28;
/** Milliseconds after which a file that was never finished belongs to a process that was killed. */
const ABANDONED = 3_600_000;
/** Says what the file is, and the hash of all that follows this line. */
const HEAD = "vpp-ts definitions sha256:";
const SUFFIX = ".definitions";
const KEY = /^[0-9a-f]{64}$/;

/** `$XDG_CACHE_HOME/vpp-ts`, or `~/.cache/vpp-ts`; null where there is no home. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  // A relative path counts as none, by the XDG Base Directory Specification.
  const named = env.XDG_CACHE_HOME;
  if (named !== undefined && isAbsolute(named)) return join(named, "vpp-ts");
  try {
    const home = env.HOME || homedir();
    return isAbsolute(home) ? join(home, ".cache", "vpp-ts") : null;
  } catch {
    return null;
  }
}

/**
 * Definitions in files of a folder, for this user alone. All of it may be deleted at any moment. Files are whole or
 * not there; one that isn't as it was written is passed over, and replaced at the next occasion. A folder of somebody
 * else's is left alone.
 */
export class FileCache implements DefinitionsCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(key: string): Promise<string | null> {
    const path = this.#path(key);
    if (!(await this.#isSafe())) return null;
    const json = await readWhole(path);
    // What is used counts as new.
    const now = new Date();
    if (json !== null) await utimes(path, now, now).catch(() => {});
    return json;
  }

  /** What was used last, of whatever VPP. Doesn't change anything. */
  async newest(): Promise<string | null> {
    if (!(await this.#isSafe())) return null;
    for (const { path } of await this.#files()) {
      const json = await readWhole(path);
      if (json !== null) return json;
    }
    return null;
  }

  /** @throws the file system's errors. */
  async write(key: string, json: string): Promise<void> {
    const path = this.#path(key);
    await makeFolder(this.#folder);
    const { uid, mode } = await stat(this.#folder);
    if (!isOwn(uid)) return;
    if ((mode & 0o077) !== 0) await chmod(this.#folder, 0o700);
    const body = Buffer.from(json, "utf8");
    const beside = join(this.#folder, `.${randomBytes(8).toString("hex")}.tmp`);
    try {
      await writeFile(beside, [`${HEAD}${digest(body)}\n`, body], { flag: "wx", mode: 0o600 });
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await this.#tidy();
  }

  #path(key: string): string {
    if (!KEY.test(key)) throw new RangeError(`a key of the cache is 64 hex digits, not ${key}`);
    return join(this.#folder, key + SUFFIX);
  }

  /** True where nobody else can have put anything there. */
  async #isSafe(): Promise<boolean> {
    const folder = await stat(this.#folder).catch(() => null);
    return folder?.isDirectory() === true && isOwn(folder.uid) && (folder.mode & 0o022) === 0;
  }

  /** The newest first. */
  async #files(): Promise<{ readonly path: string; readonly at: number }[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(SUFFIX));
    const files = await Promise.all(names.map((name) => ageOf(join(this.#folder, name))));
    return files.filter((file) => file !== null).sort((a, b) => b.at - a.at);
  }

  async #tidy(): Promise<void> {
    const old = (await this.#files()).slice(KEPT);
    const unfinished = (await readdir(this.#folder)).filter((name) => /^\.[0-9a-f]{16}\.tmp$/.test(name));
    const aged = await Promise.all(unfinished.map((name) => ageOf(join(this.#folder, name))));
    const abandoned = aged.filter((file) => file !== null && file.at < Date.now() - ABANDONED);
    for (const file of [...old, ...abandoned]) if (file !== null) await rm(file.path, { force: true });
  }
}

async function ageOf(path: string): Promise<{ readonly path: string; readonly at: number } | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? { path, at: found.mtimeMs } : null;
}

function isOwn(uid: number): boolean {
  return uid === (process.geteuid?.() ?? uid);
}

/** What a file holds, if it is as it was written. */
async function readWhole(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MAX_SIZE) return null;
    const bytes = await readFile(path);
    const end = bytes.indexOf("\n");
    const body = bytes.subarray(end + 1);
    return bytes.toString("latin1", 0, end) === HEAD + digest(body) ? body.toString("utf8") : null;
  } catch {
    return null;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
