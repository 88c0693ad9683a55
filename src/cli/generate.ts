import { type GenerateOptions, generate } from "../codegen/index.ts";
import { loadDefinitions } from "../definitions/index.ts";
import type { Schema } from "../schema/index.ts";
import { changesIn, isStale, type OutputChanges, writeOutput } from "./generate-output.ts";
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
  readonly modules?: readonly string[];
  readonly runtime?: string;
  readonly extension?: GenerateOptions["extension"];
  /** Writes nothing: only tells whether the output is as it should be. */
  readonly check?: boolean;
}

export interface GenerateResult extends OutputChanges {
  /** True where the output was not as it should be. */
  readonly stale: boolean;
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
  const schema = await definitionsOf(command);
  const { modules, runtime, extension } = command;
  const files = generate(schema, {
    ...(modules === undefined ? {} : { modules }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(extension === undefined ? {} : { extension }),
  });
  const changes = await changesIn(command.out, files);
  if (command.check !== true) await writeOutput(command.out, files, changes);
  return { ...changes, stale: isStale(changes), files: files.size, messages: schema.messages.size };
}

/** Definitions from where the command says; from the installed ones where it says nothing. */
export async function definitionsOf(
  source: Pick<GenerateCommand, "api" | "socket" | "include">,
): Promise<Schema> {
  if (source.socket !== undefined) return servedDefinitions(source.socket);
  const paths = source.api === undefined || source.api.length === 0 ? undefined : source.api;
  return loadDefinitions(paths, source.include === undefined ? {} : { include: source.include });
}
