import { VppDefinitionError } from "../errors/index.ts";
import { linkSchema, readApiJson, type Schema } from "../schema/index.ts";
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
