import { promisify } from "node:util";
import { brotliCompress, brotliDecompressSync, constants } from "node:zlib";
import { type Codecs, codecsOf } from "../codec/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import { bootstrapDefinitions } from "../protocol/index.ts";
import { type ApiFile, KnownTypes, linkSchema, readApiJson } from "../schema/index.ts";

/** What a recording's definitions may come to: a file of some kilobytes could hold gigabytes. */
const MAX_SIZE = 1 << 26;
const SOURCE = "the recording's definitions";

/** Definitions for a recording: the array of `.api.json` modules that a VPP serves. Away from this thread. */
export function packDefinitions(json: string): Promise<Buffer> {
  // 3 MB become 125 kB in 20 ms; the best quality saves another 30 kB and takes seconds.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  return promisify<string, object, Buffer>(brotliCompress)(json, { params });
}

/** @throws VppDefinitionError */
export function unpackDefinitions(brotli: Buffer): Codecs {
  const files = readApiJson(inflated(brotli), { source: SOURCE, knownTypes: new KnownTypes() });
  return codecsOf(linkSchema(withSession(files)));
}

/** VPP doesn't serve the messages that make a session. */
function withSession(files: readonly ApiFile[]): readonly ApiFile[] {
  const has = files.some(({ messages }) => messages.some(({ name }) => name === "sockclnt_create"));
  return has ? files : [...files, ...bootstrapDefinitions()];
}

function inflated(brotli: Buffer): string {
  try {
    return brotliDecompressSync(brotli, { maxOutputLength: MAX_SIZE }).toString("utf8");
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new VppDefinitionError(`can't be read: ${text}`, { file: SOURCE });
  }
}
