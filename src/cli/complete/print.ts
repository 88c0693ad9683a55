import type { Command } from "commander";
import { print } from "../output.ts";
import { oneLine } from "../text.ts";
import type { Completion } from "./candidate.ts";
import { complete } from "./complete.ts";
import { splitWords } from "./words.ts";

/** Says that names of files may follow. No candidate begins with a colon. */
const FILES_LINE = ":files";

export interface CompleteCommand {
  /** The words behind the program's name, the last one the one to complete. */
  readonly words: readonly string[];
  /** The line up to the cursor, from shells that don't give words. */
  readonly line?: string;
  /** Characters at which the shell breaks words: it replaces only what is behind the last of them. */
  readonly breaks?: string;
}

/**
 * `vpp-ts __complete`: prints what may stand where the cursor is, a line each, what it is behind a tab. Where
 * something is wrong it prints nothing: nobody wants to see an error while typing.
 */
export async function printCompletion(root: Command, command: CompleteCommand): Promise<void> {
  const { words = [], line, breaks = "" } = command;
  const split = line === undefined ? null : splitWords(line);
  const before = split === null ? words.slice(0, -1) : split.before.slice(1);
  const typed = (split === null ? words.at(-1) : split.last) ?? "";
  let completion: Completion;
  try {
    completion = await complete(root, before, typed);
  } catch {
    return;
  }
  const start = split === null || split.quoted ? 0 : behindLast(typed, breaks);
  const lines = completion.candidates.map(({ value, about = "" }) =>
    about === "" ? value.slice(start) : `${value.slice(start)}\t${oneLine(about)}`,
  );
  if (completion.files) lines.push(FILES_LINE);
  if (lines.length > 0) await print(`${lines.join("\n")}\n`);
}

function behindLast(text: string, breaks: string): number {
  return Math.max(0, ...[...breaks].map((c) => text.lastIndexOf(c) + 1));
}
