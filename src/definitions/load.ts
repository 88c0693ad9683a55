import { VppDefinitionError } from "../errors/index.ts";
import { type ApiFile, KnownTypes, linkSchema, readApiJson, type Schema } from "../schema/index.ts";
import { compileFiles } from "./compile.ts";
import { findFiles, readText, statOf } from "./files.ts";

export interface DefinitionOptions {
  /** Where imports of `.api` files are looked for first; for VPP's source tree `src` and `src/plugins`. */
  readonly include?: readonly string[] | undefined;
  /** Bytes that each file may have. Default 64 MiB. */
  readonly maxSize?: number | undefined;
}

/** Where VPP's packages install the JSON of its API. */
const INSTALLED = "/usr/share/vpp/api";

/** `$VPP_API_DIR`, or where it isn't set the folder that VPP's packages install. */
export function defaultFolder(): string {
  const named = process.env.VPP_API_DIR;
  return named === undefined || named === "" ? INSTALLED : named;
}

/**
 * Reads definitions from files and folders and links them. A folder is searched at any depth for `.api.json`
 * and `.api`, and those taken of which it has more. A file is `.api`, or JSON of one module or of the array that a running
 * VPP serves. Without paths: {@link defaultFolder}.
 *
 * @throws VppDefinitionError naming the file, or the folder and what was looked for in it.
 */
export function loadDefinitions(paths?: string | readonly string[], options: DefinitionOptions = {}): Schema {
  return linkSchema(readDefinitions(paths, options));
}

/** The files themselves, not linked: what {@link loadDefinitions} makes a schema of. */
export function readDefinitions(
  paths?: string | readonly string[],
  options: DefinitionOptions = {},
): readonly ApiFile[] {
  const given = paths === undefined ? [defaultFolder()] : typeof paths === "string" ? [paths] : paths;
  if (given.length === 0) throw new VppDefinitionError("no file or folder of API definitions was named");
  const files = given.flatMap((path) => definitionFiles(path, paths === undefined));
  return inOrder(files, options, given);
}

/** Sources are compiled together, so that what they import is parsed once; the result keeps the order. */
function inOrder(
  files: readonly string[],
  { include = [], maxSize }: DefinitionOptions,
  given: readonly string[],
): ApiFile[] {
  const known = new KnownTypes();
  const sources = files.filter((file) => file.endsWith(".api"));
  const folders = [...include, ...given.filter((path) => statOf(path)?.isDirectory() === true)];
  const compiled = sources.length === 0 ? [] : compileFiles(sources, folders, maxSize);
  const bySource = new Map(compiled.map((file) => [file.source, file]));
  return files.flatMap(
    (file) => bySource.get(file) ?? readApiJson(readText(file, maxSize), { source: file, knownTypes: known }),
  );
}

function definitionFiles(path: string, isDefault: boolean): readonly string[] {
  const stat = statOf(path);
  const hint = isDefault ? "; set VPP_API_DIR to the folder that has VPP's *.api.json" : "";
  if (stat === null) {
    throw new VppDefinitionError(`no such file or folder, looked for *.api.json and *.api files${hint}`, {
      file: path,
    });
  }
  if (!stat.isDirectory()) return [path];
  const found = findFiles(path);
  // VPP's source tree has a few .api.json among its .api: those of its own tests and tools.
  if (found.api.length > found.json.length) return found.api;
  if (found.json.length > 0) return found.json;
  throw new VppDefinitionError(`neither *.api.json nor *.api files in this folder${hint}`, { file: path });
}
