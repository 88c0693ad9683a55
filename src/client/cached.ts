import { createHash } from "node:crypto";
import type { DefinitionsCache } from "../definitions/index.ts";
import type { MessageTable } from "../protocol/index.ts";

/** Part of every key: a release that keeps something else under it counts on. */
const FORMAT = "vpp-ts definitions 1";

/** What tells one set of definitions from another: names and CRCs, not the ids, which are other in every run. */
export function keyOf(table: MessageTable): string {
  const lines = [...table].map(([name, { crc }]) => `${name}_${crc}`).sort();
  return createHash("sha256")
    .update([FORMAT, ...lines].join("\n"))
    .digest("hex");
}

/**
 * What `read` makes of the definitions that the cache has of this VPP; where it has none, or none that can be read, of
 * those that VPP serves, which are kept then.
 */
export async function cached<T>(
  cache: DefinitionsCache,
  table: MessageTable,
  serve: () => Promise<string>,
  read: (json: string) => T,
): Promise<T> {
  const key = keyOf(table);
  try {
    const json = await cache.read(key);
    if (json !== null) return read(json);
  } catch {
    // VPP itself is asked.
  }
  const json = await serve();
  const result = read(json);
  try {
    await cache.write(key, json);
  } catch {
    // It will be asked again.
  }
  return result;
}
