import { compileFile } from "../definitions/index.ts";
import { writeApiJson } from "../schema/index.ts";
import { print } from "./output.ts";
import { writeFileWhole } from "./write-whole.ts";

export interface CompileCommand {
  /** The `.api` file. */
  readonly file: string;
  /** Folders where imports are looked for, in this order. */
  readonly include: readonly string[];
  /** Standard output, where it is missing. */
  readonly output?: string;
}

/**
 * `vpp-ts compile`: prints the `.api.json` of a file, as VPP 26.06's compiler does.
 *
 * @throws VppDefinitionError whose message is `file:line:column: text`; nothing was written then.
 */
export async function compile({ file, include, output }: CompileCommand): Promise<void> {
  const json = `${writeApiJson(compileFile(file, include))}\n`;
  if (output !== undefined) await writeFileWhole(output, json);
  else await print(json);
}
