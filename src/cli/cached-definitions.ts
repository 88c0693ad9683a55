import { VppDefinitionError } from "../errors/index.ts";
// Not by way of the index: completion has no time to load the compiler of .api files.
import { readApiJson } from "../schema/json/read.ts";
import { linkSchema } from "../schema/link/link.ts";
import type { Schema } from "../schema/model.ts";
import { definitionsCache } from "./definitions-cache.ts";

/** The definitions of the VPP that was met last; null where none is remembered. */
export async function cachedDefinitions(): Promise<Schema | null> {
  const json = await definitionsCache()?.newest();
  if (json === undefined || json === null) return null;
  try {
    return linkSchema(readApiJson(json, { source: "cached definitions" }));
  } catch (error) {
    if (error instanceof VppDefinitionError) return null;
    throw error;
  }
}
