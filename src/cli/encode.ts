import { encodeJson } from "../codec/index.ts";
import { codecsFrom } from "./definitions.ts";
import { filterLines } from "./filter.ts";

/**
 * `vpp-ts encode`: JSON lines `{"message":…,"fields":{…}}` to hex, the payload with message id 0.
 *
 * @throws UsageError for definitions that can't be read, LineError for the first line that is wrong.
 */
export async function encode(api?: readonly string[]): Promise<void> {
  const codecs = codecsFrom(api);
  await filterLines(({ message, fields = {} }) => encodeJson(codecs, message, fields).toString("hex"));
}
