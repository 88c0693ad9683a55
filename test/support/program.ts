// Programs of this project as child processes, in the form that the test itself runs in: sources through tsx, or what
// scripts/compile.mjs made of them.
import { join } from "node:path";

/** A compiled test finds sources and all else from its source: only its own name tells what it is. */
const compiled = import.meta.filename.endsWith(".js");

/** What node needs to know before it can run `codeOf` a file. */
export const loader: readonly string[] = compiled ? [] : ["--import", import.meta.resolve("tsx")];

/** The file to run for a source, which is named from the project's root. */
export function codeOf(source: string): string {
  const name = compiled ? source.replace(/\.ts$/, ".js") : source;
  return join(import.meta.dirname, "../..", name);
}

/** The command line of `vpp-ts`, but for its arguments. */
export const vppTsCommand: readonly [string, ...string[]] = [
  process.execPath,
  ...loader,
  codeOf("src/cli/main.ts"),
];
