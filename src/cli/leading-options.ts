import type { Command, Option } from "commander";

/**
 * A command line whose options may come first: `vpp-ts --socket PATH call show_version`. Those that aren't the
 * program's own are put behind the command they are for, where Commander looks for them. One that no command has
 * stays where it is.
 */
export function placeOptions(root: Command, words: readonly string[]): readonly string[] {
  const own: string[] = [];
  const leading: string[] = [];
  let at = 0;
  for (let word = words[0]; word?.startsWith("-") === true && word !== "--"; word = words[at]) {
    const [flag = ""] = word.split("=", 1);
    if (has(root, flag) !== undefined) {
      own.push(word);
      at++;
      continue;
    }
    const option = anywhere(root, flag);
    if (option === undefined) return words;
    const size = option.required && flag === word ? 2 : 1;
    leading.push(...words.slice(at, at + size));
    at += size;
  }
  if (leading.length === 0) return words;
  let command = root;
  let end = at;
  for (let next = named(command, words[end]); next !== undefined; next = named(command, words[end])) {
    command = next;
    end++;
  }
  // Without a command that is what's wrong, not the options.
  const placed = command === root ? [] : leading;
  return [...own, ...words.slice(at, end), ...placed, ...words.slice(end)];
}

function named(parent: Command, name: string | undefined): Command | undefined {
  return parent.commands.find((command) => command.name() === name);
}

function has(command: Command, flag: string): Option | undefined {
  return command.options.find(({ short, long }) => flag === short || flag === long);
}

function anywhere(command: Command, flag: string): Option | undefined {
  for (const child of command.commands) {
    const option = has(child, flag) ?? anywhere(child, flag);
    if (option !== undefined) return option;
  }
  return undefined;
}
