import { stat } from "node:fs/promises";
import { type ApiDiff, diffApis, diffText } from "../codegen/index.ts";
import { loadDefinitions } from "../definitions/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import type { Schema } from "../schema/index.ts";
import { UsageError } from "./exit-code.ts";
import { servedDefinitions } from "./served-definitions.ts";
import { jsonText, printable } from "./text.ts";

export interface ApiDiffCommand {
  /** A folder or file of definitions, or the API socket of a running VPP. */
  readonly before: string;
  readonly after: string;
  readonly format?: "text" | "json";
}

export interface ApiDiffResult {
  readonly diff: ApiDiff;
  /** What is to be printed; ends in a newline. */
  readonly text: string;
  /** What `--exit-code` makes of it: 1 where a client built for the old API may not work with the new. */
  readonly exitCode: 0 | 1;
}

/**
 * `vpp-ts api diff OLD NEW`: what came, went and changed, and whether a client built for OLD still works.
 *
 * @throws UsageError for definitions that can't be read, VppConnectionError for a socket without VPP.
 */
export async function apiDiff({ before, after, format = "text" }: ApiDiffCommand): Promise<ApiDiffResult> {
  const diff = diffApis(await definitionsAt(before), await definitionsAt(after));
  const text = format === "json" ? `${jsonText(diff, 2)}\n` : printable(diffText(diff), "\n");
  return { diff, text, exitCode: diff.compatible ? 0 : 1 };
}

async function definitionsAt(path: string): Promise<Schema> {
  const known = await stat(path).catch(() => null);
  if (known?.isSocket() === true) return servedDefinitions(path);
  try {
    return loadDefinitions(path);
  } catch (error) {
    // With --exit-code 1 says that the two were compared.
    throw error instanceof VppDefinitionError ? new UsageError(error.message, { cause: error }) : error;
  }
}
