import type { Command, Option } from "commander";
import { placeOptions } from "../leading-options.ts";
import { type Candidate, type Completion, FILES, NOTHING, named, startingWith } from "./candidate.ts";

/** A command line up to the cursor, as far as it is understood. */
interface Line {
  readonly command: Command;
  /** `api show` */
  readonly path: string;
  readonly operands: readonly string[];
  /** Values of `--api`. */
  readonly api: readonly string[];
  /** The option whose value the cursor is in. */
  readonly option: Option | null;
  /** No more options come behind `--`. */
  readonly ended: boolean;
}

/** Options whose value is no file. */
const NO_FILE = new Set(["timeout", "for", "count", "interval", "seed"]);

/**
 * What may stand where the cursor is: behind `words`, where `typed` stands already.
 *
 * @throws whatever keeps definitions from being read.
 */
export async function complete(root: Command, words: readonly string[], typed: string): Promise<Completion> {
  const line = readLine(root, placeOptions(root, words));
  if (line.option !== null) return optionValues(line, line.option, typed);
  if (!line.ended && typed.startsWith("-")) {
    const [, flag = "", value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
    const option =
      value === undefined ? undefined : optionsOf(line.command).find(({ long }) => long === flag);
    if (option === undefined || value === undefined) return found(startingWith(typed, flags(line.command)));
    const { candidates, files } = await optionValues(line, option, value);
    return { candidates: candidates.map((one) => ({ ...one, value: `${flag}=${one.value}` })), files };
  }
  const { commands } = line.command;
  if (commands.length > 0 && line.operands.length === 0) {
    const names = commands.filter((one) => !isHidden(one));
    return found(
      startingWith(
        typed,
        names.map((one) => ({ value: one.name(), about: one.summary() })),
      ),
    );
  }
  return operand(line, typed);
}

function found(candidates: readonly Candidate[]): Completion {
  return { candidates, files: false };
}

function isHidden(command: Command): boolean {
  return command.name().startsWith("_");
}

function readLine(root: Command, words: readonly string[]): Line {
  let command = root;
  const path: string[] = [];
  const operands: string[] = [];
  const api: string[] = [];
  let option: Option | null = null;
  let ended = false;
  for (const word of words) {
    if (option !== null) {
      if (option.attributeName() === "api") api.push(word);
      option = null;
    } else if (!ended && word === "--") ended = true;
    else if (!ended && word.length > 1 && word.startsWith("-")) {
      const known = optionsOf(command).find(({ short, long }) => word === short || word === long);
      if (known?.required === true) option = known;
      if (word.startsWith("--api=")) api.push(word.slice("--api=".length));
    } else {
      const next: Command | undefined =
        operands.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
      if (next === undefined) operands.push(word);
      else {
        command = next;
        path.push(word);
      }
    }
  }
  return { command, path: path.join(" "), operands, api, option, ended };
}

/** A command's own options, and those of the commands it is in. */
function optionsOf(command: Command): Option[] {
  const outer = command.parent === null ? [] : optionsOf(command.parent);
  return [...command.options, ...outer].filter(({ hidden }) => !hidden);
}

function flags(command: Command): Candidate[] {
  const all = optionsOf(command).map(({ long, short, description }) => ({
    value: long ?? short ?? "",
    about: description,
  }));
  return [...all, { value: "--help", about: "show help" }];
}

async function optionValues(line: Line, option: Option, typed: string): Promise<Completion> {
  if (option.argChoices !== undefined) {
    return found(startingWith(typed, named(option.argChoices)));
  }
  const name = option.attributeName();
  if (name === "columns") {
    const { completeColumns, definitionsAtHand } = await import("./names.ts");
    return found(completeColumns(await definitionsAtHand(line.api), line.operands[0], typed));
  }
  return NO_FILE.has(name) ? NOTHING : FILES;
}

/** Operands that are names of what definitions have. */
const DEFINED = new Set(["call", "events", "api ls", "api show", "generate"]);
const FILE_OPERANDS = new Set(["api diff", "api lint", "compile", "replay", "trace decode"]);

async function operand({ command, path, operands, api }: Line, typed: string): Promise<Completion> {
  if (FILE_OPERANDS.has(path)) return FILES;
  if (!DEFINED.has(path)) {
    const choices = command.registeredArguments[operands.length]?.argChoices ?? [];
    return found(startingWith(typed, named(choices)));
  }
  // Loaded only here: the other words come without definitions, and faster.
  const names = await import("./names.ts");
  const schema = await names.definitionsAtHand(api);
  switch (path) {
    case "call":
      return found(names.completeCall(schema, operands, typed));
    case "events":
      return found(names.completeEvents(schema, typed));
    case "api show":
      return found(names.completeDefined(schema, typed));
    default:
      return { candidates: names.completeModules(schema, typed), files: path === "generate" };
  }
}
