import type { Source } from "../codec/bytes.ts";
import { VppConnectionError } from "../errors/index.ts";
import { HEADER, LENGTH_AT } from "./frame.ts";
import { SOCKCLNT_CREATE, SOCKCLNT_CREATE_REPLY, SOCKCLNT_DELETE } from "./ids.ts";
import { addEntry, type MessageTable, type TableEntry } from "./message-table.ts";

/** `name` is `string[64]`, a NUL at its end. */
const NAME_SIZE = 64;
export const MAX_CLIENT_NAME: number = NAME_SIZE - 1;
/** u16 id, char name[64]. */
const ENTRY_SIZE = 2 + NAME_SIZE;
/** u16 id, u32 client_index, u32 context, i32 response, u32 index, u16 count. */
const HELLO_REPLY_HEAD = 20;
/** With as many messages as there can be ids. */
export const MAX_HELLO: number = HELLO_REPLY_HEAD + 0xffff * ENTRY_SIZE;

function frame(id: number, payload: number): Buffer {
  const bytes = Buffer.alloc(HEADER + payload);
  bytes.writeUInt32BE(payload, LENGTH_AT);
  bytes.writeUInt16BE(id, HEADER);
  return bytes;
}

/** sockclnt_create as a whole frame. `name` shows in VPP's `show api clients`. */
export function helloFrame(name: string, context: number): Buffer {
  const bytes = frame(SOCKCLNT_CREATE, 2 + 4 + NAME_SIZE);
  bytes.writeUInt32BE(context, HEADER + 2);
  bytes.write(name, HEADER + 6, MAX_CLIENT_NAME);
  return bytes;
}

/** sockclnt_delete as a whole frame. Any other index than the client's own would crash VPP. */
export function goodbyeFrame(clientIndex: number, context: number): Buffer {
  const bytes = frame(SOCKCLNT_DELETE, 2 + 4 + 4 + 4);
  bytes.writeUInt32BE(clientIndex, HEADER + 2);
  bytes.writeUInt32BE(context, HEADER + 6);
  bytes.writeUInt32BE(clientIndex, HEADER + 10);
  return bytes;
}

export interface Hello {
  /** Goes with every request of this connection. */
  readonly clientIndex: number;
  readonly table: MessageTable;
}

/** @throws VppConnectionError for anything but VPP's answer to {@link helloFrame}. */
export function readHello(source: Source): Hello {
  const { bytes, view, start, end } = source;
  const id = view.getUint16(start);
  if (id !== SOCKCLNT_CREATE_REPLY || end - start < HELLO_REPLY_HEAD) {
    throw new VppConnectionError(
      "protocol",
      `the first answer is message ${id} of ${end - start} bytes, not sockclnt_create_reply; is this VPP's API socket?`,
    );
  }
  const response = view.getInt32(start + 10);
  if (response !== 0) {
    throw new VppConnectionError("refused", `VPP refused the connection: sockclnt_create gave ${response}`);
  }
  const count = view.getUint16(start + 18);
  if (start + HELLO_REPLY_HEAD + count * ENTRY_SIZE > end) {
    throw new VppConnectionError("protocol", `VPP's message table of ${count} entries is cut short`);
  }
  const table = new Map<string, TableEntry>();
  for (let at = start + HELLO_REPLY_HEAD, i = 0; i < count; i++, at += ENTRY_SIZE) {
    const nul = bytes.indexOf(0, at + 2);
    const stop = nul < 0 || nul > at + ENTRY_SIZE ? at + ENTRY_SIZE : nul;
    addEntry(table, bytes.toString("latin1", at + 2, stop), view.getUint16(at));
  }
  return { clientIndex: view.getUint32(start + 14), table };
}
