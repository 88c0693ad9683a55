import { VppStatsError } from "../errors/index.ts";

/** Longer ones are no pattern for names of 127 characters at most. */
const MAX_GLOB = 512;
/** Each star multiplies the time that a name made for it can cost. */
const MAX_STARS = 5;

/**
 * `*` any characters but `/`, `**` any characters, `?` one but `/`, `[a-z]` and `[!a-z]` sets, `\` takes the next character
 * as it is. @throws VppStatsError `pattern`
 */
export function globToRegExp(glob: string): RegExp {
  if (glob.length > MAX_GLOB)
    throw new VppStatsError("pattern", `glob of ${glob.length} characters, ${MAX_GLOB} possible`);
  let source = "";
  let stars = 0;
  for (let i = 0; i < glob.length; ) {
    const c = glob[i]!;
    if (c === "*") {
      let end = i;
      while (glob[end] === "*") end++;
      source += end - i === 1 ? "[^/]*" : ".*";
      i = end;
      if (++stars > MAX_STARS)
        throw new VppStatsError("pattern", `glob ${JSON.stringify(glob)}: more than ${MAX_STARS} stars`);
    } else if (c === "[") {
      const end = glob.indexOf("]", i + 2);
      if (end === -1)
        throw new VppStatsError("pattern", `glob ${JSON.stringify(glob)}: no ] to the [ at ${i}`);
      source += setSource(glob.slice(i + 1, end));
      i = end + 1;
    } else if (c === "\\" && i + 1 < glob.length) {
      source += literally(glob[i + 1]!);
      i += 2;
    } else {
      source += c === "?" ? "[^/]" : literally(c);
      i++;
    }
  }
  try {
    return new RegExp(`^${source}$`, "s");
  } catch (cause) {
    throw new VppStatsError("pattern", `glob ${JSON.stringify(glob)} can't be understood`, { cause });
  }
}

function setSource(set: string): string {
  const negated = set[0] === "!" || set[0] === "^";
  const body = (negated ? set.slice(1) : set).replace(/[\\\]^]/g, "\\$&");
  return `[${negated ? "^" : ""}${body}]`;
}

function literally(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
