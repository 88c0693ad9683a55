import type { ChangedMessage } from "../errors/index.ts";
import type { MessageTable } from "../protocol/index.ts";
import type { Schema } from "../schema/index.ts";

/** A message to look for: its name, `<name>_<crc>`, or both apart (a descriptor will do). */
export type Expected = string | { readonly name: string; readonly crc: string };

export interface Compatibility {
  readonly ok: boolean;
  readonly missing: readonly string[];
  readonly changed: readonly ChangedMessage[];
}

/** Compares what is expected with what this VPP has. A bare name is held against the definitions in use. */
export function compare(expected: Iterable<Expected>, table: MessageTable, schema: Schema): Compatibility {
  const missing: string[] = [];
  const changed: ChangedMessage[] = [];
  for (const { name, crc } of [...expected].map((item) => split(item, table, schema))) {
    const present = table.get(name)?.crc;
    if (present === undefined) missing.push(name);
    else if (crc !== null && crc !== present) changed.push({ name, wanted: crc, present });
  }
  return { ok: missing.length + changed.length === 0, missing, changed };
}

function split(item: Expected, table: MessageTable, schema: Schema): { name: string; crc: string | null } {
  if (typeof item !== "string") return item;
  const known = schema.messages.get(item);
  if (known !== undefined) return known;
  const parsed = /^(\w+)_([0-9a-f]{8})$/.exec(item);
  if (parsed === null || table.has(item)) return { name: item, crc: null };
  return { name: parsed[1] ?? item, crc: parsed[2] ?? null };
}
