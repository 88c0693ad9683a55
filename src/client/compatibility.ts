import type { ApiDefinition } from "../codec/index.ts";
import { type ChangedMessage, VppCompatibilityError } from "../errors/index.ts";
import type { MessageTable } from "../protocol/index.ts";
import { type AnyDescriptor, membersOf, messagesOf } from "./generated.ts";

/** What can be required of a VPP: a generated message, exchange or event, or all of a definition. */
export type Requirement = AnyDescriptor | ApiDefinition;

interface NameCrc {
  readonly name: string;
  readonly crc: string;
}

/** A message to look for: its name, `<name>_<crc>`, or both apart; what was generated stands for all its messages. */
export type Expected = string | NameCrc | Requirement;

export interface Compatibility {
  readonly ok: boolean;
  readonly missing: readonly string[];
  readonly changed: readonly ChangedMessage[];
}

/** Compares what is expected with what this VPP has. A bare name is held against what is `known`. */
export function compare(
  expected: Iterable<Expected>,
  table: MessageTable,
  known: (name: string) => NameCrc | undefined,
): Compatibility {
  const missing: string[] = [];
  const changed: ChangedMessage[] = [];
  const wanted = new Map<string, { readonly name: string; readonly crc: string | null }>();
  for (const item of expected) {
    const all = typeof item === "string" ? [split(item, table, known)] : namesOf(item);
    for (const one of all) wanted.set(`${one.name}_${one.crc}`, one);
  }
  for (const { name, crc } of wanted.values()) {
    const present = table.get(name)?.crc;
    if (present === undefined) missing.push(name);
    else if (crc !== null && crc !== present) changed.push({ name, wanted: crc, present });
  }
  return { ok: missing.length + changed.length === 0, missing, changed };
}

function split(
  item: string,
  table: MessageTable,
  known: (name: string) => NameCrc | undefined,
): { name: string; crc: string | null } {
  const defined = known(item);
  if (defined !== undefined) return defined;
  const parsed = /^(\w+)_([0-9a-f]{8})$/.exec(item);
  if (parsed === null || table.has(item)) return { name: item, crc: null };
  return { name: parsed[1] ?? item, crc: parsed[2] ?? null };
}

function namesOf(item: NameCrc | Requirement): readonly NameCrc[] {
  if (!("kind" in item)) return [item];
  const members = item.kind === "api" ? membersOf(item) : [item];
  return members.flatMap((member) => messagesOf(member));
}

/** @throws VppCompatibilityError listing what VPP lacks, and what it has with another layout. */
export function requireMessages(required: readonly Requirement[], table: MessageTable): void {
  const { ok, missing, changed } = compare(required, table, () => undefined);
  if (!ok) throw new VppCompatibilityError(missing, changed);
}
