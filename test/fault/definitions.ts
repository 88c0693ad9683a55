// A few messages of every kind and oddity, as JSON of an API file, and the table a VPP would have for them.
import { bootstrapDefinitions } from "../../src/protocol/index.ts";
import { linkSchema, readApiJson, type Schema } from "../../src/schema/index.ts";

type Field = [string, string, ...(string | number)[]];

const ID: Field = ["u16", "_vl_msg_id"];
const ASK: Field[] = [ID, ["u32", "client_index"], ["u32", "context"]];
const ANSWER: Field[] = [ID, ["u32", "context"]];
const REPLY: Field[] = [...ANSWER, ["i32", "retval"]];

const MESSAGES: Record<string, Field[]> = {
  echo: [...ASK, ["u32", "value"]],
  echo_reply: [...REPLY, ["u32", "value"]],
  thing_dump: [...ASK, ["u32", "count"]],
  thing_details: [...ANSWER, ["u32", "value"]],
  page_get: [...ASK, ["u32", "cursor"]],
  page_get_reply: [...REPLY, ["u32", "cursor"]],
  // client_index before context, as in a few of VPP's
  page_details: [ID, ["u32", "client_index"], ["u32", "context"], ["u32", "value"]],
  // ends with a reply, but has no cursor
  trail_dump: [...ASK],
  trail_dump_reply: [...REPLY],
  trail_details: [...ANSWER, ["u32", "value"]],
  // a reply in no service, which comes all the same
  mactime_like_dump: [...ASK],
  mactime_like_details: [...ANSWER, ["u32", "value"]],
  mactime_like_dump_reply: [...REPLY],
  // details declared as an event, and a reply that never comes
  tunnel_dump_v2: [...ASK],
  tunnel_dump_v2_reply: [...REPLY],
  tunnel_details_v2: [...ANSWER, ["u32", "value"]],
  unsigned_op: [...ASK],
  unsigned_op_reply: [...ANSWER, ["u32", "retval"]],
  plugin_version: [...ASK],
  plugin_version_reply: [...ANSWER, ["u32", "major"]],
  swapped: [...ASK],
  swapped_reply: [ID, ["u32", "client_index"], ["u32", "context"], ["i32", "retval"]],
  tell: [...ASK, ["u32", "value"]],
  want_beat_events: [...ASK, ["u32", "enable_disable"], ["u32", "pid"]],
  want_beat_events_reply: REPLY,
  beat_event: [ID, ["u32", "client_index"], ["u32", "pid"], ["u32", "value"]],
};

const SERVICES = {
  echo: { reply: "echo_reply" },
  thing_dump: { reply: "thing_details", stream: true },
  page_get: { reply: "page_get_reply", stream: true, stream_msg: "page_details" },
  trail_dump: { reply: "trail_dump_reply", stream: true, stream_msg: "trail_details" },
  mactime_like_dump: { reply: "mactime_like_details", stream: true },
  tunnel_dump_v2: { reply: "tunnel_dump_v2_reply", events: ["tunnel_details_v2"] },
  unsigned_op: { reply: "unsigned_op_reply" },
  plugin_version: { reply: "plugin_version_reply" },
  swapped: { reply: "swapped_reply" },
  tell: { reply: "null" },
  want_beat_events: { reply: "want_beat_events_reply", events: ["beat_event"] },
};

const CRC = "0x0badcafe";

const FILE: string = JSON.stringify({
  types: [],
  messages: Object.entries(MESSAGES).map(([name, fields]) => [name, ...fields, { crc: CRC }]),
  unions: [],
  enums: [],
  enumflags: [],
  services: SERVICES,
  options: {},
  aliases: {},
  vl_api_version: "0x1",
  imports: [],
});

export const schema: Schema = linkSchema([
  ...readApiJson(FILE, { source: "fake.api.json" }),
  ...bootstrapDefinitions(),
]);

/** The entries of VPP's message table, `name_crc`, with ids from `first` on; `change` renames or drops some. */
export function tableEntries(
  first: number,
  change: (nameCrc: string) => string | null = (name) => name,
): [string, number][] {
  const own = Object.keys(MESSAGES).map((name, i): [string, number] => [
    `${name}_${CRC.slice(2)}`,
    first + i,
  ]);
  const changed = own.flatMap(([name, id]): [string, number][] => {
    const to = change(name);
    return to === null ? [] : [[to, id]];
  });
  return [
    ["sockclnt_delete_8ac76db6", 17],
    ["sockclnt_delete_reply_8f38b1ee", 18],
    ["control_ping_51077d14", 23],
    ["control_ping_reply_f6b0b8ca", 24],
    ...changed,
  ];
}
