import { type GenerateOptions, generate } from "../codegen/index.ts";
import { loadDefinitions } from "../definitions/index.ts";
import { VppDefinitionError } from "../errors/index.ts";
import type { Schema } from "../schema/index.ts";
import { UsageError } from "./exit-code.ts";
import { declarationChanges, declarationsOf } from "./generate-declarations.ts";
import { changesIn, generatedFiles, isStale, type OutputChanges, writeOutput } from "./generate-output.ts";
import { servedDefinitions } from "./served-definitions.ts";

export interface GenerateCommand {
  /** Files and folders of `.api` or `.api.json`. */
  readonly api?: readonly string[];
  /** Where a running VPP listens: its definitions are asked for. Excludes `api`. */
  readonly socket?: string;
  /** Folders where imports of `.api` files are looked for first. */
  readonly include?: readonly string[];
  /** The folder that the bindings are written to. */
  readonly out: string;
  /** Files (`x.api`, `x.api.json`, a path) and names of modules, as they stand on the command line. */
  readonly operands?: readonly string[];
  readonly modules?: readonly string[];
  readonly runtime?: string;
  readonly extension?: GenerateOptions["extension"];
  /** Writes nothing: only tells whether the output is as it should be. */
  readonly check?: boolean;
}

export interface GenerateResult extends OutputChanges {
  /** True where the output was not as it should be. */
  readonly stale: boolean;
  /** With `check`, where it was not: what of it is more than files and comments. */
  readonly declarations?: OutputChanges;
  readonly files: number;
  readonly messages: number;
}

/**
 * `vpp-ts generate`: writes TypeScript bindings. Files that are right already aren't touched, generated ones that
 * are no longer meant to be there are removed, and a run that fails leaves the output as it was. With `check`
 * nothing is written; the command line exits with 1 where `stale` is true.
 *
 * @throws VppDefinitionError for definitions that can't be read or modules that aren't there, VppConnectionError
 * for a socket without VPP, an error naming a file of the output that wasn't generated and is in the way.
 */
export async function generateBindings(command: GenerateCommand): Promise<GenerateResult> {
  const { runtime, extension, operands = [] } = command;
  const named = operands.filter(isPath);
  const modules = [...(command.modules ?? []), ...operands.filter((operand) => !isPath(operand))];
  const schema = await definitionsOf({ ...command, api: [...(command.api ?? []), ...named] });
  const files = generate(schema, {
    modules,
    ...(runtime === undefined ? {} : { runtime }),
    ...(extension === undefined ? {} : { extension }),
  });
  const changes = await changesIn(command.out, files);
  const stale = isStale(changes);
  const result = { ...changes, stale, files: files.size, messages: schema.messages.size };
  if (command.check !== true) await writeOutput(command.out, files, changes);
  else if (stale) {
    const before = declarationsOf(await generatedFiles(command.out));
    return { ...result, declarations: declarationChanges(before, declarationsOf(files)) };
  }
  return result;
}

/** `interface` is a module, `interface.api` and `./interface` are files. */
function isPath(operand: string): boolean {
  return /\.api$|\.json$|[\\/]/.test(operand);
}

/** Definitions from where the command says; from the installed ones where it says nothing. */
export async function definitionsOf(
  source: Pick<GenerateCommand, "api" | "socket" | "include">,
): Promise<Schema> {
  if (source.socket !== undefined) {
    if (source.api === undefined || source.api.length === 0) return servedDefinitions(source.socket);
    throw new VppDefinitionError("definitions come from a socket or from files, not from both");
  }
  const options = source.include === undefined ? {} : { include: source.include };
  if (source.api !== undefined && source.api.length > 0) return loadDefinitions(source.api, options);
  try {
    return loadDefinitions(undefined, options);
  } catch (error) {
    if (!(error instanceof VppDefinitionError)) throw error;
    throw new UsageError(`${error.message}, or --api, or --socket to ask a VPP that runs`, { cause: error });
  }
}

/** What the command line says of a run, a line for each file that differs. */
export function generateReport(
  out: string,
  { added, changed, removed, files, stale }: GenerateResult,
): string {
  const lines = [
    ...added.map((name) => `+ ${name}`),
    ...changed.map((name) => `~ ${name}`),
    ...removed.map((name) => `- ${name}`),
    `${out}: ${files} files, ${stale ? `${added.length + changed.length + removed.length} differ` : "none differs"}`,
  ];
  return `${lines.join("\n")}\n`;
}
