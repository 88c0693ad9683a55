import type { Schema } from "../../schema/index.ts";
import { connectWith } from "../connection.ts";
import { codecsFrom, namedDefinitions } from "../definitions.ts";
import type { ConnectionArguments } from "../options.ts";

/** Definitions to look into: those named, else those of the VPP whose socket is named, else the installed ones. */
export async function schemaFor(options: ConnectionArguments): Promise<Schema> {
  const named = namedDefinitions(options);
  if (named !== undefined) return named;
  if (options.socket === undefined) return codecsFrom().schema;
  await using vpp = await connectWith(options);
  return vpp.schema;
}
