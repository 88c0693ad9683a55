import { type ApiFile, readApiJson } from "../schema/index.ts";

/**
 * The messages that make a session, VPP's memclnt.api of 21.10 and later: a running VPP serves the definitions of
 * all modules but this. One a line: name, CRC, fields after the message id.
 */
const MESSAGES = `
memclnt_create 9c5e1c2f u32 context, i32 ctx_quota, u64 input_queue, string name[64], u32 api_versions[8]
memclnt_create_reply 42ec4560 u32 context, i32 response, u64 handle, u32 index, u64 message_table
memclnt_delete 7e1c04e3 u32 index, u64 handle, bool do_cleanup
memclnt_delete_reply 3d3b6312 i32 response, u64 handle
rx_thread_exit c3a3a452 u8 dummy
memclnt_rx_thread_suspend c3a3a452 u8 dummy
memclnt_read_timeout c3a3a452 u8 dummy
rpc_call 7e8a2c95 u32 client_index, u32 context, u64 function, u8 multicast, u8 need_barrier_sync, u8 send_reply, u32 data_len, u8 data[data_len]
rpc_call_reply e8d4e804 u32 context, i32 retval
get_first_msg_id ebf79a66 u32 client_index, u32 context, string name[64]
get_first_msg_id_reply 7d337472 u32 context, i32 retval, u16 first_msg_id
api_versions 51077d14 u32 client_index, u32 context
api_versions_reply 5f0d99d6 u32 context, i32 retval, u32 count, vl_api_module_version_t api_versions[count]
trace_plugin_msg_ids f476d3ce u32 client_index, u32 context, string plugin_name[128], u16 first_msg_id, u16 last_msg_id
sockclnt_create 455fb9c4 u32 context, string name[64]
sockclnt_create_reply 35166268 u32 client_index, u32 context, i32 response, u32 index, u16 count, vl_api_message_table_entry_t message_table[count]
sockclnt_delete 8ac76db6 u32 client_index, u32 context, u32 index
sockclnt_delete_reply 8f38b1ee u32 context, i32 response
sock_init_shm 51646d92 u32 client_index, u32 context, u32 requested_size, u8 nitems, u64 configs[nitems]
sock_init_shm_reply e8d4e804 u32 context, i32 retval
memclnt_keepalive 51077d14 u32 client_index, u32 context
memclnt_keepalive_reply e8d4e804 u32 context, i32 retval
control_ping 51077d14 u32 client_index, u32 context
control_ping_reply f6b0b8ca u32 context, i32 retval, u32 client_index, u32 vpe_pid
memclnt_create_v2 c4bd4882 u32 context, i32 ctx_quota, u64 input_queue, string name[64], u32 api_versions[8], bool keepalive=true
memclnt_create_v2_reply 42ec4560 u32 context, i32 response, u64 handle, u32 index, u64 message_table
get_api_json 51077d14 u32 client_index, u32 context
get_api_json_reply ea715b59 u32 context, i32 retval, string json[]
`;

const TYPES = `
module_version u32 major, u32 minor, u32 patch, string name[64]
message_table_entry u16 index, string name[64]
`;

const NO_REPLY = [
  "memclnt_rx_thread_suspend",
  "memclnt_read_timeout",
  "rx_thread_exit",
  "trace_plugin_msg_ids",
];

type JsonField = (string | number | object)[];

function field(text: string): JsonField {
  const parsed = /^(\w+) (\w+)(?:\[(\w*)\])?(?:=(\w+))?$/.exec(text);
  if (parsed === null) throw new Error(`bad field in the built-in definitions: ${text}`);
  const [, type = "", name = "", length, initial] = parsed;
  if (length === undefined) return initial === undefined ? [type, name] : [type, name, { default: initial }];
  if (/^\d+$/.test(length)) return [type, name, Number(length)];
  return length === "" ? [type, name, 0] : [type, name, 0, length];
}

function lines(text: string): string[] {
  return text.trim().split("\n");
}

function fieldsOf(text: string): JsonField[] {
  return text.split(", ").map(field);
}

function messageJson(line: string): (string | JsonField | object)[] {
  const [name = "", crc = ""] = line.split(" ", 2);
  const fields = fieldsOf(line.slice(name.length + crc.length + 2));
  return [name, ["u16", "_vl_msg_id"], ...fields, { crc: `0x${crc}`, options: {} }];
}

function typeJson(line: string): (string | JsonField)[] {
  const [name = ""] = line.split(" ", 1);
  return [name, ...fieldsOf(line.slice(name.length + 1))];
}

let files: readonly ApiFile[] | null = null;

/** The definitions of the `memclnt` module. */
export function bootstrapDefinitions(): readonly ApiFile[] {
  if (files !== null) return files;
  const messages = lines(MESSAGES).map(messageJson);
  const names = new Set(lines(MESSAGES).map((line) => line.split(" ", 1)[0] ?? ""));
  const services = Object.fromEntries([
    ...NO_REPLY.map((name): [string, object] => [name, { reply: "null" }]),
    ...[...names]
      .filter((name) => names.has(`${name}_reply`))
      .map((name): [string, object] => [name, { reply: `${name}_reply` }]),
  ]);
  const text = JSON.stringify({
    types: lines(TYPES).map(typeJson),
    messages,
    unions: [],
    enums: [],
    enumflags: [],
    services,
    options: { version: "2.1.0" },
    aliases: {},
    vl_api_version: "0xb197c551",
    imports: [],
    counters: [],
    paths: [],
  });
  files = readApiJson(text, { source: "memclnt.api.json" });
  return files;
}
