import { cacheFolder, FileCache } from "../definitions/cache.ts";

/** The cache of definitions that VPPs served; undefined where there is no place for one. */
export function definitionsCache(): FileCache | undefined {
  const folder = cacheFolder();
  return folder === null ? undefined : new FileCache(folder);
}
