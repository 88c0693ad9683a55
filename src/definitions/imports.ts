import { basename, dirname, join, resolve } from "node:path";
import type { Resolved, ResolveImport } from "../schema/index.ts";
import { isFile, readText } from "./files.ts";

/**
 * Finds imported files as VPP's compiler does, in the include folders in their order; then, so that a file
 * compiles where it lies, in the folders above the importing file; last by its bare name, for folders that
 * were flattened. `known` are files that may be meant where nothing else fits.
 */
export function importResolver(
  include: readonly string[],
  known: readonly string[] = [],
  maxSize?: number,
): ResolveImport {
  const texts = new Map<string, string>();
  const read = (file: string): Resolved => {
    const text = texts.get(file) ?? readText(file, maxSize);
    texts.set(file, text);
    return { file, text };
  };
  return (path, from) => {
    const candidates = [...new Set(places(path, from, include))];
    const found = candidates.find(isFile) ?? onlyMatch(path, known);
    return found === undefined ? { tried: candidates.slice(0, include.length + 1) } : read(found);
  };
}

function* places(path: string, from: string, include: readonly string[]): Generator<string> {
  const above = foldersAbove(dirname(from));
  // Some files name what they import from where they were compiled: ../../vnet/interface_types.api.
  const plain = path.replace(/^(\.\.?\/)+/, "");
  for (const name of [path, plain]) {
    for (const folder of include) yield join(folder, name);
    for (const folder of above) yield join(folder, name);
  }
  for (const folder of [...include, dirname(from)]) yield join(folder, basename(path));
}

/** The folder and those it lies in, as far as its path tells. */
export function foldersAbove(folder: string): readonly string[] {
  const folders = [folder];
  let at = resolve(folder);
  while (dirname(at) !== at) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}

/** The one file whose path ends as the import says, else the one of that name; undefined if several are. */
function onlyMatch(path: string, known: readonly string[]): string | undefined {
  for (const end of [`/${path.replace(/^(\.\.?\/)+/, "")}`, `/${basename(path)}`]) {
    const matches = known.filter((file) => file.endsWith(end));
    if (matches.length === 1) return matches[0];
  }
  return undefined;
}
