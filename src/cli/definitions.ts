import { type Codecs, codecsOf } from "../codec/index.ts";
import { loadDefinitions } from "../definitions/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import type { Schema } from "../schema/index.ts";
import { UsageError } from "./exit-code.ts";
import type { ConnectionArguments } from "./options.ts";

/** The codecs of what `--api` names; where it names nothing, of VPP_API_DIR or of the VPP that is installed. */
export function codecsFrom(api?: readonly string[]): Codecs {
  try {
    return codecsOf(loadDefinitions(api));
  } catch (error) {
    if (!(error instanceof VppDefinitionError)) throw error;
    const hint = api === undefined ? " (or use --api)" : "";
    throw new UsageError(`${error.message}${hint}`, { cause: error });
  }
}

/** The definitions of --api, else of VPP_API_DIR; undefined where neither names any: VPP is asked for its own. */
export function namedDefinitions({ api }: ConnectionArguments): Schema | undefined {
  const fromEnvironment = process.env.VPP_API_DIR;
  if (api !== undefined) return codecsFrom(api).schema;
  return fromEnvironment ? codecsFrom([fromEnvironment]).schema : undefined;
}
