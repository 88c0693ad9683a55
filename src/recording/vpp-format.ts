import { VppRecordingError } from "../errors/index.ts";
import type { MessageTable, TableEntry } from "../protocol/index.ts";
import { addEntry } from "../protocol/message-table.ts";
import type { Grammar } from "./parse.ts";
import { ANY_CONNECTION, MAX_PAYLOAD, type TraceRecord } from "./record.ts";

/** u32 messages, u32 size of the table, u8 whether the ring wrapped; packed, big-endian. */
const HEADER_SIZE = 9;
/** Ids are u16. */
const MAX_ENTRIES = 65_536;
/** An id and a length of 9 bytes at most, a name of 64. */
const MAX_TABLE = 4 + MAX_ENTRIES * 82;
const MAX_NAME = 64;

/**
 * What `api trace save` and VPP's post-mortem dump write (VPP 26.06 vlibapi/api_shared.c, vl_msg_api_trace_save):
 * a header, the message table, then each message as u32 length and payload, oldest first.
 */
export function* vppFormat(emit: (record: TraceRecord) => void): Grammar {
  const { bytes: head } = yield { bytes: HEADER_SIZE };
  const messages = head.readUInt32BE(0);
  const size = head.readUInt32BE(4);
  const wrapped = head[8] ?? 0;
  if (wrapped > 1 || size < 4 || size > MAX_TABLE) {
    throw new VppRecordingError(0, "neither a recording nor an API trace of VPP");
  }
  const { bytes, offset } = yield { bytes: size };
  const table = readTable(bytes, offset);
  const names: string[] = [];
  for (const [name, { id }] of table) names[id] = name;
  emit({ kind: "header", format: "vpp", start: null, table, wrapped: wrapped === 1 });
  for (let i = 0; i < messages; i++) {
    const { bytes: length, offset: at } = yield { bytes: 4 };
    const wanted = length.readUInt32BE(0);
    if (wanted < 2 || wanted > MAX_PAYLOAD) {
      throw new VppRecordingError(at, `message ${i + 1} of ${messages}: a length of ${wanted} bytes`);
    }
    const { bytes: payload } = yield { bytes: wanted };
    // A trace has what VPP received or, with `tx`, what it sent, and doesn't say which.
    const sent = /_(reply|details)$/.test(names[payload.readUInt16BE(0)] ?? "");
    emit({ kind: "frame", connection: ANY_CONNECTION, time: null, from: sent ? "vpp" : "client", payload });
  }
}

/** u32 count; for each entry its id, the length of its name, the name (vl_api_serialize_message_table). */
function readTable(bytes: Buffer, start: number): MessageTable {
  const table = new Map<string, TableEntry>();
  const count = bytes.readUInt32BE(0);
  if (count > MAX_ENTRIES) throw new VppRecordingError(start, `a message table of ${count} entries`);
  let at = 4;
  const number = (what: string): number => {
    const [value, next] = readVarint(bytes, at);
    if (next > bytes.length) throw new VppRecordingError(start + at, `the message table ends within ${what}`);
    at = next;
    return value;
  };
  for (let i = 0; i < count; i++) {
    const begin = start + at;
    const id = number("an id");
    const length = number("the length of a name");
    if (id >= MAX_ENTRIES) throw new VppRecordingError(begin, `message id ${id}`);
    if (length === 0 || length > MAX_NAME) throw new VppRecordingError(begin, `a name of ${length} bytes`);
    if (at + length > bytes.length)
      throw new VppRecordingError(begin, "the message table ends within a name");
    addEntry(table, bytes.toString("latin1", at, at + length), id);
    at += length;
  }
  return table;
}

/**
 * VPP's integers of 1, 2, 4 or 9 bytes, the lowest set bit of the first says which (vppinfra/serialize.h). Gives
 * the number and where it ends, which is past `bytes` where it is cut.
 */
function readVarint(bytes: Buffer, at: number): [number, number] {
  const first = bytes[at] ?? 0;
  if (at >= bytes.length) return [0, at + 1];
  if (first & 1) return [first >> 1, at + 1];
  const size = first & 2 ? 2 : first & 4 ? 4 : 9;
  const end = at + size;
  if (end > bytes.length) return [0, end];
  if (size === 2) return [(bytes.readUInt16LE(at) >> 2) + 128, end];
  if (size === 4) return [(bytes.readUInt32LE(at) >>> 3) + 128 + 16_384, end];
  return [Number(bytes.readBigUInt64LE(at + 1)), end];
}
