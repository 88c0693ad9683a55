import type { Message, Schema } from "../../schema/index.ts";
import { type Exchange, rolesOf } from "../roles.ts";
import { compareFields, type FieldChange } from "./fields.ts";

export interface MessageRef {
  readonly name: string;
  readonly module: string;
  /** Eight lower-case hex digits. */
  readonly crc: string;
}

export interface MessageChange {
  readonly name: string;
  readonly module: string;
  readonly from: string;
  readonly to: string;
  /** Empty where the CRC differs and the layout doesn't. */
  readonly fields: readonly FieldChange[];
}

/** What a client built for the old definitions can't do any more: VPP tells messages apart by name and CRC. */
export interface Breakage {
  /** The request, or the event. */
  readonly name: string;
  readonly kind: Exchange["kind"] | "event";
  readonly missing: readonly string[];
  readonly changed: readonly string[];
}

/** What set two APIs apart; lists are in the order of names. */
export interface ApiDiff {
  readonly added: readonly MessageRef[];
  readonly removed: readonly MessageRef[];
  readonly changed: readonly MessageChange[];
  /** Messages that are deprecated now and weren't before. */
  readonly deprecated: readonly string[];
  readonly broken: readonly Breakage[];
  /** True where a client built for the old API works with the new one, whatever it uses. */
  readonly compatible: boolean;
}

/** Compares two APIs message by message. */
export function diffApis(before: Schema, after: Schema): ApiDiff {
  const old = before.messages;
  const now = after.messages;
  const added = [...now.values()].filter(({ name }) => !old.has(name)).map(refOf);
  const removed = [...old.values()].filter(({ name }) => !now.has(name)).map(refOf);
  const changed: MessageChange[] = [];
  const deprecated: string[] = [];
  for (const message of old.values()) {
    const { name, module, crc } = message;
    const next = now.get(name);
    if (next === undefined) continue;
    if (next.options.deprecated !== undefined && message.options.deprecated === undefined)
      deprecated.push(name);
    if (next.crc === crc) continue;
    changed.push({ name, module, from: crc, to: next.crc, fields: compareFields(message, next) });
  }
  const broken = breakages(before, after);
  return {
    added: byName(added),
    removed: byName(removed),
    changed: byName(changed),
    deprecated: deprecated.sort(),
    broken: byName(broken),
    compatible: removed.length + changed.length === 0,
  };
}

function breakages(before: Schema, after: Schema): readonly Breakage[] {
  const roles = rolesOf(before);
  const found: Breakage[] = [];
  const look = (name: string, kind: Breakage["kind"], messages: readonly Message[]): void => {
    const missing = messages.filter((m) => !after.messages.has(m.name)).map((m) => m.name);
    const changed = messages.filter((m) => (after.messages.get(m.name)?.crc ?? m.crc) !== m.crc);
    if (missing.length + changed.length === 0) return;
    found.push({ name, kind, missing, changed: changed.map((m) => m.name) });
  };
  for (const [request, exchange] of roles.exchanges) {
    const messages = [request];
    if ("details" in exchange) messages.push(exchange.details);
    if ("reply" in exchange) messages.push(exchange.reply);
    look(request.name, exchange.kind, messages);
  }
  for (const event of roles.events.keys()) {
    if (!roles.exchanges.has(event)) look(event.name, "event", [event]);
  }
  return found;
}

function refOf({ name, module, crc }: Message): MessageRef {
  return { name, module, crc };
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
