import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { connect } from "../../client/index.ts";
import { type DefinitionsCache, readDefinitions } from "../../definitions/index.ts";
import { type ApiFile, readApiJson, writeApiJson } from "../../schema/index.ts";
import { UsageError } from "../exit-code.ts";
import type { ConnectionArguments } from "../options.ts";
import { print } from "../output.ts";

export interface ExportCommand extends ConnectionArguments {
  /** Where the files go. */
  readonly folder: string;
}

const ENDING = ".api.json";

/**
 * `vpp-ts api export`: writes the definitions that a running VPP serves, or those of `--api`, as a file of
 * `.api.json` for each module, as VPP's compiler would. The folder has all of them or is as it was.
 *
 * @throws UsageError where something else is in the folder, Error for a VPP too old to tell its definitions, and what
 * connecting and reading throw.
 */
export async function apiExport({ folder, ...options }: ExportCommand): Promise<void> {
  await checkFolder(folder);
  const files = options.api === undefined ? await servedFiles(options) : readDefinitions(options.api);
  const texts = new Map(files.map((file) => [`${file.module}${ENDING}`, `${writeApiJson(file)}\n`]));
  await writeFolder(folder, texts);
  await print(`${folder}: ${texts.size} modules\n`);
}

/** What VPP serves, as it passes on the way to the client's cache. */
async function servedFiles({ socket, timeout }: ConnectionArguments): Promise<readonly ApiFile[]> {
  const served: string[] = [];
  const cache: DefinitionsCache = {
    read: async () => null,
    write: async (_key, json) => {
      served.push(json);
    },
  };
  // Not by connectWith: the definitions of VPP_API_DIR aren't meant here.
  const vpp = await connect({
    reconnect: false,
    cache,
    ...(socket === undefined ? {} : { socket }),
    ...(timeout === undefined ? {} : { timeout }),
  });
  await vpp.close();
  const [json] = served;
  if (json === undefined) {
    throw new Error("this VPP is older than 21.10 and can't tell its definitions: use --api");
  }
  return readApiJson(json, { source: "get_api_json" });
}

/** A folder that may be replaced holds nothing but what was exported before. */
async function checkFolder(folder: string): Promise<void> {
  const other = (await namesIn(folder))?.find((name) => !name.endsWith(ENDING));
  if (other !== undefined)
    throw new UsageError(`${join(folder, other)}: is no ${ENDING}, use a folder of its own`);
}

/** Null where there is no such folder. @throws the file system's errors, ENOTDIR for a file. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Fills a folder beside its place, then puts it there. */
async function writeFolder(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const place = resolve(folder);
  const beside = `${place}.${randomBytes(6).toString("hex")}`;
  const [fresh, old] = [`${beside}.new`, `${beside}.old`];
  await mkdir(dirname(place), { recursive: true });
  try {
    await mkdir(fresh);
    for (const [name, text] of texts) await writeFile(join(fresh, name), text, { flag: "wx" });
    const names = await namesIn(place);
    if (names !== null && names.length > 0) await rename(place, old);
    try {
      // Over a folder that is empty or not there.
      await rename(fresh, place);
    } catch (error) {
      if (names !== null && names.length > 0) await rename(old, place);
      throw error;
    }
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  await rm(old, { recursive: true, force: true });
}
