import { ids, type MessageTable } from "../protocol/index.ts";

export interface NamedId {
  readonly name: string;
  /** Eight lower-case hex digits; null where it isn't known. */
  readonly crc: string | null;
}

/** What message ids mean, by id. */
export type Names = readonly (NamedId | undefined)[];

/** Known before any table: these never change. */
const ALWAYS: readonly (readonly [number, string])[] = [
  [ids.SOCKCLNT_CREATE, "sockclnt_create"],
  [ids.SOCKCLNT_CREATE_REPLY, "sockclnt_create_reply"],
  [ids.SOCKCLNT_DELETE, "sockclnt_delete"],
  [ids.SOCKCLNT_DELETE_REPLY, "sockclnt_delete_reply"],
  [ids.CONTROL_PING, "control_ping"],
  [ids.CONTROL_PING_REPLY, "control_ping_reply"],
];

export function namesOf(table: MessageTable | null): Names {
  const names: (NamedId | undefined)[] = [];
  for (const [id, name] of ALWAYS) names[id] = { name, crc: null };
  for (const [name, { id, crc }] of table ?? []) names[id] = { name, crc: crc === "" ? null : crc };
  return names;
}
