import { loadDefinitions } from "../../../definitions/index.ts";
import { formatPosition } from "../../../errors/index.ts";
import type { Schema } from "../../../schema/index.ts";
import type { ConnectionArguments } from "../../options.ts";
import type { Format } from "../../printer.ts";
import { printRows } from "../ls.ts";
import { schemaFor } from "../schema.ts";
import type { Finding, Level } from "./finding.ts";
import { lint } from "./rules.ts";

export interface LintCommand extends ConnectionArguments {
  /** Files and folders; without any, the definitions that the other `api` commands look into. */
  readonly paths: readonly string[];
  readonly include?: readonly string[];
  /** What is shown: errors alone, or warnings too. */
  readonly level: Level;
  readonly format: Format;
}

/**
 * `vpp-ts api lint`: what the author of definitions should know.
 *
 * @throws VppDefinitionError for definitions that can't be read; Error where there are findings of level `error`, so
 * that the exit status is 1.
 */
export async function apiLint(command: LintCommand): Promise<void> {
  const findings = lint(await definitionsOf(command));
  const errors = findings.filter(({ level }) => level === "error");
  const shown = command.level === "error" ? errors : findings;
  if (shown.length > 0 || command.format !== "table") await printRows(shown.map(row), command.format);
  const warnings = findings.length - errors.length;
  if (errors.length > 0)
    throw new Error(`${counted(errors.length, "error")}, ${counted(warnings, "warning")}`);
}

function definitionsOf({ paths, include = [], ...options }: LintCommand): Promise<Schema> | Schema {
  if (paths.length > 0) return loadDefinitions(paths, { include });
  // Comments aren't part of what the cache knows a VPP by.
  return schemaFor({ ...options, cache: false });
}

function row({ level, rule, module, name, text, source }: Finding): Record<string, string> {
  return { level, rule, module, name, text, where: formatPosition(source) };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
