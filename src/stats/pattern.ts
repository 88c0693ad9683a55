import { VppStatsError } from "../errors/index.ts";
import { globToRegExp } from "./glob.ts";
import type { StatsPattern, StatsPatterns } from "./types.ts";

/** Patterns made ready to be asked about many names. */
export interface Matcher {
  /** Same for the same patterns. */
  readonly key: string;
  readonly matches: (name: string) => boolean;
}

const GLOB_CHARACTERS = /[*?[]/;

/** @throws VppStatsError `pattern` */
export function compilePatterns(patterns: StatsPatterns = []): Matcher {
  const list = Array.isArray(patterns) ? patterns : [patterns];
  const tests = list.map(compileOne);
  const key = list.map(patternKey).join("\n");
  if (tests.length === 0) return { key, matches: () => true };
  if (tests.length === 1) return { key, matches: tests[0]! };
  return { key, matches: (name) => tests.some((test) => test(name)) };
}

function compileOne(pattern: StatsPattern): (name: string) => boolean {
  if (typeof pattern === "string") return compileText(pattern);
  if (pattern instanceof RegExp) {
    // A global or sticky one would remember where it stopped.
    const regexp = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
    return (name) => regexp.test(name);
  }
  if ("exact" in pattern) return (name) => name === pattern.exact;
  if ("prefix" in pattern) return (name) => name.startsWith(pattern.prefix);
  if ("glob" in pattern) return compileGlob(pattern.glob);
  throw new VppStatsError("pattern", `no pattern: ${JSON.stringify(pattern)}`);
}

function compileText(text: string): (name: string) => boolean {
  if (text === "") throw new VppStatsError("pattern", "a pattern can't be empty");
  if (GLOB_CHARACTERS.test(text)) return compileGlob(text);
  if (text.endsWith("/")) return (name) => name.startsWith(text);
  const folder = `${text}/`;
  return (name) => name === text || name.startsWith(folder);
}

function compileGlob(glob: string): (name: string) => boolean {
  const regexp = globToRegExp(glob);
  return (name) => regexp.test(name);
}

function patternKey(pattern: StatsPattern): string {
  if (typeof pattern === "string") return `s${pattern}`;
  if (pattern instanceof RegExp) return `r${pattern.flags} ${pattern.source}`;
  return `o${JSON.stringify(pattern)}`;
}
