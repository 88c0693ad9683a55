import type { Fields } from "../codec/descriptor.ts";

/** Why a request must not be sent, or null. */
export type Guard = (fields: Fields, clientIndex: number) => string | null;

const never =
  (why: string): Guard =>
  () =>
    why;

const ALL = 0xffff_ffff;

/** Requests that VPP 26.06 doesn't survive when they come over a socket, or not with every value. */
const GUARDS: Readonly<Record<string, Guard>> = {
  get_node_graph: never("VPP aborts: it answers with a pointer into shared memory"),
  memclnt_create: never("VPP crashes: it is for shared-memory clients"),
  memclnt_create_v2: never("VPP crashes: it is for shared-memory clients"),
  memclnt_delete: never("it is for shared-memory clients, and takes a pointer"),
  sock_init_shm: never("its numbers are in host byte order, and VPP crashes of a small size"),
  rpc_call: never("VPP calls the address that it carries"),
  rpc_call_reply: never("it is sent by VPP only"),
  cli: (fields) =>
    Number(fields.cmd_in_shmem ?? 0) === 0 ? null : "VPP reads the address that it carries; use cli_inband",
  // One node is looked up only when the cursor is ~0 (VPP 26.06 plugins/tracedump/graph_api.c); left out it is 0.
  graph_node_get: (fields) =>
    fields.cursor === ALL && (fields.index !== ALL || (fields.name ?? "") !== "")
      ? null
      : "VPP crashes when asked for more than one node over a socket; give cursor 4294967295 and an index or a name",
  sockclnt_delete: (fields, clientIndex) =>
    fields.index === clientIndex ? null : "VPP crashes when one client deletes another",
};

/** What a request has to pass before it is sent, where VPP could die of it. */
export function guardOf(name: string): Guard | null {
  return Object.hasOwn(GUARDS, name) ? (GUARDS[name] ?? null) : null;
}
