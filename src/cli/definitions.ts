import { type Codecs, codecsOf } from "../codec/index.ts";
import { loadDefinitions } from "../definitions/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import { UsageError } from "./exit-code.ts";

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
