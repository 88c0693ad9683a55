import type { Cell } from "./cells.ts";

export interface Column {
  readonly name: string;
  readonly width: number;
  /** Numbers end where their column ends. */
  readonly right: boolean;
}

export interface Columns {
  readonly shown: readonly Column[];
  /** Names of those that found no room. */
  readonly hidden: readonly string[];
}

/** Spaces between columns. */
export const GAP = 2;
/** A cell is cut to this where the table doesn't fit otherwise. */
const NARROW = 32;

const NUMBER = /^-?\d+(\.\d+)?$/;
/** What a field says that says nothing. */
const NOTHING = new Set(["", "0", "false", "00:00:00:00:00:00", "0.0.0.0", "::", "0.0.0.0/0", "::/0"]);

interface Draft {
  name: string;
  width: number;
  right: boolean;
  empty: boolean;
  /** What the first row has, until another has something else. */
  first: string;
  varies: boolean;
}

/**
 * The columns of some rows, as wide as what is in them. Where they don't fit `available` characters, long cells
 * are cut, then columns left out: those that say nothing first, then those that say the same in every row, names
 * after others, and of equals the one to the right.
 */
export function columnsOf(rows: readonly (readonly Cell[])[], available: number): Columns {
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    for (const [name, text] of row) {
      const draft = drafts.get(name) ?? {
        name,
        width: name.length,
        right: true,
        empty: true,
        first: text,
        varies: false,
      };
      drafts.set(name, draft);
      draft.width = Math.max(draft.width, text.length);
      draft.right &&= text === "" || NUMBER.test(text);
      draft.empty &&= NOTHING.has(text);
      draft.varies ||= text !== draft.first;
    }
  }
  return fit([...drafts.values()], available);
}

function fit(all: readonly Draft[], available: number): Columns {
  const size = (columns: readonly Draft[]) =>
    columns.reduce((sum, { width }) => sum + width, GAP * Math.max(0, columns.length - 1));
  let shown = [...all];
  if (size(shown) > available) {
    shown = shown.map((draft) => ({
      ...draft,
      width: Math.max(draft.name.length, Math.min(draft.width, NARROW)),
    }));
  }
  // Sorting is stable: of equals, those to the right stay behind the others.
  const byWorth = [...shown].sort((a, b) => worth(b) - worth(a));
  for (const victim of byWorth.reverse()) {
    if (size(shown) <= available || shown.length === 1) break;
    shown = shown.filter((draft) => draft !== victim);
  }
  const names = new Set(shown.map(({ name }) => name));
  return { shown, hidden: all.filter(({ name }) => !names.has(name)).map(({ name }) => name) };
}

function worth({ name, empty, varies }: Draft): number {
  if (empty) return 0;
  return (varies ? 2 : 1) + (/name$/.test(name) ? 2 : 0);
}
