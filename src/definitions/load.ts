import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { VppDefinitionError } from "../errors/index.ts";
import { type ApiFile, KnownTypes, linkSchema, readApiJson, type Schema } from "../schema/index.ts";

export interface DefinitionOptions {
  /** Folders where imports of `.api` files are looked for, before the folders that were given to load. */
  readonly include?: readonly string[];
}

/** Where definitions are looked for unless told: `$VPP_API_DIR`, then where VPP's packages install them. */
export function defaultFolders(): readonly string[] {
  const named = process.env.VPP_API_DIR;
  return named === undefined || named === "" ? ["/usr/share/vpp/api"] : [named, "/usr/share/vpp/api"];
}

/**
 * Reads definitions from files and folders: `.api.json` (a folder's, at any depth), or any JSON file of one
 * module or of the array a VPP serves.
 *
 * @throws VppDefinitionError naming the file, or the folder and what was looked for in it.
 */
export function loadDefinitions(paths: string | readonly string[], _options: DefinitionOptions = {}): Schema {
  const known = new KnownTypes();
  const files: ApiFile[] = [];
  for (const path of typeof paths === "string" ? [paths] : paths) {
    for (const file of definitionFiles(path)) {
      files.push(...readApiJson(readFileSync(file, "utf8"), { source: file, knownTypes: known }));
    }
  }
  return linkSchema(files);
}

function definitionFiles(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new VppDefinitionError("no such file or folder", { file: path });
  if (!stat.isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".api.json"))
    .sort();
  if (found.length === 0) throw new VppDefinitionError("no *.api.json in this folder", { file: path });
  return found.map((name) => join(path, name));
}
