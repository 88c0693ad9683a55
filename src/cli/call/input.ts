import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { UsageError } from "../exit-code.ts";
import { readObject } from "../fields/fields.ts";
import { systemText } from "../system-error.ts";

/** No message comes near. */
const MAX_INPUT = 1 << 26;

/** The JSON object in a file; `-` is standard input. @throws UsageError naming the file. */
export async function readFieldsFile(path: string): Promise<Record<string, unknown>> {
  const what = path === "-" ? "standard input" : path;
  let bytes: Buffer;
  try {
    bytes = path === "-" ? await readAll(process.stdin) : await readFile(path);
  } catch (error) {
    throw new UsageError(
      `${what}: ${systemText(error) ?? (error instanceof Error ? error.message : error)}`,
      { cause: error },
    );
  }
  if (!isUtf8(bytes)) throw new UsageError(`${what}: not UTF-8`);
  return readObject(bytes.toString("utf8"), what);
}

async function readAll(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > MAX_INPUT) throw new RangeError(`longer than ${MAX_INPUT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
