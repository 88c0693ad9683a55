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
/** A cell is cut to this where the table doesn't fit otherwise, and to the less where its column would go. */
const NARROW = 32;
const NARROWEST = 20;

const NUMBER = /^-?\d+(\.\d+)?$/;
/** What a field says that says nothing. */
const NOTHING = /^(0|false|00:00:00:00:00:00|0\.0\.0\.0(\/0)?|::(\/0)?|0(,0)+|[A-Z0-9_]+_(NONE|UNKNOWN))?$/;

interface Draft {
  name: string;
  width: number;
  right: boolean;
  empty: boolean;
  /** What the first row has, until another has something else. */
  first: string;
  varies: boolean;
  /** What it has in each row: of columns that say the same, one is enough. */
  texts: string[];
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
        texts: [],
      };
      drafts.set(name, draft);
      draft.width = Math.max(draft.width, text.length);
      draft.right &&= text === "" || NUMBER.test(text);
      draft.empty &&= NOTHING.test(text);
      draft.texts.push(text);
      draft.varies ||= text !== draft.first;
    }
  }
  return fit([...drafts.values()], available);
}

function fit(all: readonly Draft[], available: number): Columns {
  const size = (columns: readonly Column[]) =>
    columns.reduce((sum, { width }) => sum + width, GAP * Math.max(0, columns.length - 1));
  if (size(all) <= available) return { shown: all, hidden: [] };
  let shown = all.map((draft) => cut(draft, NARROW));
  // Sorting is stable: of equals, those to the right stay behind the others.
  const byWorth = worths(all).sort((a, b) => b.worth - a.worth);
  for (const { draft, worth } of byWorth.reverse()) {
    if (size(shown) <= available || shown.length === 1) break;
    const narrower = shown.map((column) => (column.name === draft.name ? cut(draft, NARROWEST) : column));
    if (worth >= VARIES && size(narrower) <= available) shown = narrower;
    else shown = shown.filter(({ name }) => name !== draft.name);
  }
  const names = new Set(shown.map(({ name }) => name));
  return {
    shown: widened(shown, all, available - size(shown)),
    hidden: all.filter(({ name }) => !names.has(name)).map(({ name }) => name),
  };
}

function cut({ name, width, right }: Column, most: number): Column {
  return { name, right, width: Math.max(name.length, Math.min(width, most)) };
}

/** Room that is left goes to what was cut. */
function widened(shown: readonly Column[], all: readonly Draft[], room: number): readonly Column[] {
  let left = Math.max(0, room);
  return shown.map((column) => {
    const whole = all.find(({ name }) => name === column.name)?.width ?? column.width;
    const more = Math.min(left, whole - column.width);
    left -= more;
    return { ...column, width: column.width + more };
  });
}

const VARIES = 2;

function worths(all: readonly Draft[]): { draft: Draft; worth: number }[] {
  const seen = new Set<string>();
  return all.map((draft) => {
    const { name, empty, varies, texts } = draft;
    const key = JSON.stringify(texts);
    const repeats = seen.has(key);
    seen.add(key);
    if (empty) return { draft, worth: 0 };
    return { draft, worth: (varies && !repeats ? VARIES : 1) + (/name$/.test(name) ? 2 : 0) };
  });
}
