import { decodeJson } from "../codec/index.ts";
import { codecsFrom } from "./definitions.ts";
import { filterLines } from "./filter.ts";
import { bytesOfHex } from "./hex.ts";
import { jsonText } from "./text.ts";

/**
 * `vpp-ts decode`: JSON lines `{"message":…,"hex":"…"}`, the payload with any message id, to
 * `{"message":…,"fields":{…}}`.
 *
 * @throws UsageError for definitions that can't be read, LineError for the first line that is wrong.
 */
export async function decode(api?: readonly string[]): Promise<void> {
  const codecs = codecsFrom(api);
  await filterLines(({ message, hex }) =>
    jsonText({ message, fields: decodeJson(codecs, message, bytesOfHex(message, hex)) }),
  );
}
