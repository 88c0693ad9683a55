// The sessions in the documentation: what stands in ```console blocks. CONTRIBUTING.md says how they are written.

/** One command, and what the document shows of it. */
export interface Command {
  /** Where it stands in the document, from 1. */
  readonly line: number;
  readonly text: string;
  /** What is entered at its own prompt. */
  readonly input: readonly string[];
  /** What it prints; nothing where the document shows nothing. */
  readonly output: readonly string[];
}

/** A block of commands. */
export interface Session {
  readonly line: number;
  /** Why it isn't run. */
  readonly notRun: string | null;
  /** What happens elsewhere once a command has begun to print. */
  readonly meanwhile: string | null;
  readonly commands: readonly Command[];
}

const BEGIN = /^```console(?: +(.*))?$/;
/** The shell's prompt, and those of the commands that have one: `vpp-ts repl`, `vpp-ts cli`. */
const SHELL = "$ ";
const PROMPT = /^(?:vpp-ts>|\.\.\.|vpp#)(?: (.*))?$/;

/** @throws Error that names the line of what is no session. */
export function sessionsIn(markdown: string): readonly Session[] {
  const lines = markdown.split("\n");
  const sessions: Session[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [begin, info = ""] = BEGIN.exec(lines[at] ?? "") ?? [];
    if (begin === undefined) continue;
    const end = lines.indexOf("```", at);
    if (end < 0) throw new Error(`line ${at + 1}: the block has no end`);
    sessions.push({
      line: at + 1,
      ...readInfo(info, at + 1),
      commands: commandsIn(lines.slice(at + 1, end), at + 2),
    });
    at = end;
  }
  return sessions;
}

function readInfo(info: string, line: number): Pick<Session, "notRun" | "meanwhile"> {
  const [, key, value] = /^(not run|meanwhile): (.+)$/.exec(info) ?? [];
  if (info !== "" && value === undefined) {
    throw new Error(`line ${line}: expected "not run: why" or "meanwhile: command" behind console`);
  }
  return {
    notRun: (key === "not run" ? value : undefined) ?? null,
    meanwhile: (key === "meanwhile" ? value : undefined) ?? null,
  };
}

function commandsIn(lines: readonly string[], first: number): readonly Command[] {
  const commands: Command[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = first + at;
    let text = lines[at++] ?? "";
    if (!text.startsWith(SHELL))
      throw new Error(`line ${line}: expected a command ("${SHELL}…"), found ${text}`);
    while (text.endsWith("\\")) text += `\n${lines[at++] ?? ""}`;
    const shown: string[] = [];
    while (at < lines.length && !lines[at]?.startsWith(SHELL)) shown.push(lines[at++] ?? "");
    commands.push({ line, text: text.slice(SHELL.length), ...split(shown) });
  }
  return commands;
}

/** What is entered apart from what is printed; what comes before the first prompt is for terminals alone. */
function split(shown: readonly string[]): Pick<Command, "input" | "output"> {
  const begin = shown.findIndex((line) => PROMPT.test(line));
  const rest = begin < 0 ? shown : shown.slice(begin);
  return {
    input: rest.flatMap((line) => {
      const entered = PROMPT.exec(line);
      return entered === null ? [] : [entered[1] ?? ""];
    }),
    output: rest.filter((line) => !PROMPT.test(line)),
  };
}

/** What differs from run to run. */
const VARIES: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "TIME"],
  [/pid(=|": ?)\d+/g, "pid$1N"],
];

/** Whether a command printed what the document shows: `…` stands for anything, alone in a line for any lines. */
export function isShown(output: readonly string[], printed: string): boolean {
  const mask = (text: string): string =>
    VARIES.reduce((all, [pattern, instead]) => all.replace(pattern, instead), text.trimEnd());
  const pattern = mask(output.join("\n"))
    .split("\n")
    .map((line) => (line.trim() === "…" ? "(?:.*\\n)*?" : `${literal(line.trimEnd())} *\\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${mask(printed)}\n`);
}

function literal(text: string): string {
  return text
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
}
