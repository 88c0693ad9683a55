import type { Message } from "../../schema/index.ts";
import { flatten, type Line } from "./flatten.ts";

/** How a field, or a member of an enum in it, differs. */
export type FieldChange =
  | { readonly kind: "added"; readonly path: string; readonly to: string }
  | { readonly kind: "removed"; readonly path: string; readonly from: string }
  | { readonly kind: "changed"; readonly path: string; readonly from: string; readonly to: string }
  /** The same, at another place among its siblings. */
  | { readonly kind: "moved"; readonly path: string };

/** What differs between two versions of a message; of a struct that came or went only the struct itself. */
export function compareFields(before: Message, after: Message): readonly FieldChange[] {
  const from = flatten(before);
  const to = flatten(after);
  const old = new Map(from.map(({ path, text }) => [path, text]));
  const now = new Map(to.map(({ path, text }) => [path, text]));
  const changes: FieldChange[] = [];
  for (const { path, text } of outermost(from, now)) changes.push({ kind: "removed", path, from: text });
  for (const { path, text } of outermost(to, old)) changes.push({ kind: "added", path, to: text });
  for (const [path, text] of now) {
    const was = old.get(path);
    if (was !== undefined && was !== text) changes.push({ kind: "changed", path, from: was, to: text });
  }
  return [...changes, ...moved(from, to, old, now)];
}

/** Those of `lines` that `other` lacks, without what lies inside another such. */
function outermost(lines: readonly Line[], other: ReadonlyMap<string, string>): readonly Line[] {
  const lacking = lines.filter(({ path }) => !other.has(path));
  const paths = new Set(lacking.map(({ path }) => path));
  return lacking.filter(({ path }) => !parents(path).some((parent) => paths.has(parent)));
}

function parents(path: string): readonly string[] {
  return [...path.matchAll(/(\[\])?[.=]/g)].map((match) => path.slice(0, match.index));
}

/** Enum members have values, not places. */
function moved(
  from: readonly Line[],
  to: readonly Line[],
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly FieldChange[] {
  const before = from.map(({ path }) => path).filter((path) => now.has(path) && !path.includes("="));
  const after = to.map(({ path }) => path).filter((path) => old.has(path) && !path.includes("="));
  const out: FieldChange[] = [];
  const seen = new Set<string>();
  let i = 0;
  for (const path of after) {
    while (seen.has(before[i] ?? "")) i++;
    if (before[i] === path) i++;
    else {
      out.push({ kind: "moved", path });
      seen.add(path);
    }
  }
  return out;
}
