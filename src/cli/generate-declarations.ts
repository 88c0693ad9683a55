import type { OutputChanges } from "./generate-output.ts";

/** What bindings declare, by kind and name; without comments, and whatever file it stands in. */
export function declarationsOf(files: ReadonlyMap<string, string | null>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [file, text] of files) {
    // An index only says which files there are.
    if (text === null || file === "index.ts") continue;
    const bare = text.replace(/^ *(\/\*\*[\s\S]*?\*\/|\/\/.*)\n/gm, "");
    for (const block of bare.split(/^(?=(?:export )?(?:type|const|function) )/m)) {
      const name = /^(?:export )?\w+ [\w$]+/.exec(block)?.[0];
      if (name !== undefined) found.set(name, block.trim());
    }
  }
  return found;
}

/** How what is declared differs, by symbols. */
export function declarationChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): OutputChanges {
  const symbols = (names: readonly string[]): string[] => {
    // Codecs within a file are named only where nothing else differs.
    const exported = names.filter((name) => name.startsWith("export "));
    const told = exported.length > 0 ? exported : names;
    return [...new Set(told.map((name) => name.slice(name.lastIndexOf(" ") + 1)))];
  };
  return {
    added: symbols([...after.keys()].filter((name) => !before.has(name))),
    changed: symbols(
      [...after].filter(([name, text]) => (before.get(name) ?? text) !== text).map(([name]) => name),
    ),
    removed: symbols([...before.keys()].filter((name) => !after.has(name))),
  };
}

/** Names that are told. */
const TOLD = 5;

/** What the difference comes to, for whoever has to decide whether it matters. */
export function verdictOn(out: string, { added, changed, removed }: OutputChanges): string {
  if (changed.length + added.length > 0) {
    const parts = [
      ["declared otherwise", changed],
      ["missing", added],
      ["not in these definitions", removed],
    ] as const;
    const told = parts
      .filter(([, names]) => names.length > 0)
      .map(([what, names]) => `${what}: ${some(names)}`);
    return `${out} is out of date; ${told.join("; ")}`;
  }
  if (removed.length > 0) {
    return `${out} declares all of these definitions alike, and more, as of plugins that a VPP hasn't loaded: ${some(removed)}`;
  }
  return (
    `${out} declares the same in other files or with other comments, as bindings do that come from a VPP's socket, ` +
    "its JSON or its sources: check against what they came from"
  );
}

function some(names: readonly string[]): string {
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
  return names.slice(0, TOLD).join(", ") + more;
}
