import { VppConnectionError } from "../../errors/index.ts";
import type { Schema } from "../../schema/index.ts";
import { cachedDefinitions } from "../cached-definitions.ts";
import { connectWith } from "../connection.ts";
import { namedDefinitions } from "../definitions.ts";
import type { ConnectionArguments } from "../options.ts";

/**
 * Definitions to encode by without a call: those named, else those of the VPP that listens; where none does, those of
 * the one met last, which is said on standard error.
 *
 * @throws UsageError for definitions that can't be read, and what `connect` throws.
 */
export async function definitionsToEncodeBy(options: ConnectionArguments): Promise<Schema> {
  const named = namedDefinitions(options);
  if (named !== undefined) return named;
  try {
    await using vpp = await connectWith(options);
    return vpp.schema;
  } catch (error) {
    if (!(error instanceof VppConnectionError) || options.cache === false) throw error;
    const cached = await cachedDefinitions();
    if (cached === null) throw error;
    process.stderr.write("no VPP here: the definitions are those of the one met last\n");
    return cached;
  }
}
