import { writeApiJson } from "../schema/index.ts";
import type { RawHandler } from "./handler.ts";
import type { Server } from "./server.ts";

const NAME_SIZE = 64;
const INVALID_VALUE = -7;
const INVALID_SHM = -101;

/** The messages of a session itself, as VPP 26.06 answers them (vlibmemory/socket_api.c, memclnt_api.c). */
export function sessionHandlers(server: Server): Readonly<Record<string, RawHandler>> {
  const u32 = (bytes: Buffer, at: number) => bytes.readUInt32BE(at);
  const text = (bytes: Buffer, at: number, end: number) => {
    const raw = bytes.toString("utf8", at, Math.min(end, at + NAME_SIZE));
    return raw.split("\0", 1)[0] ?? "";
  };
  /** For requests whose client_index and context stand at their usual places. */
  const plain =
    (
      reply: string,
      fields: (bytes: Buffer, start: number, end: number) => Record<string, unknown>,
    ): RawHandler =>
    (_from, bytes, start, end) => {
      const to = server.client(u32(bytes, start + 2));
      if (to !== undefined) {
        const { id, descriptor } = server.table.need(reply);
        to.send(id, descriptor, fields(bytes, start, end), u32(bytes, start + 6), 0);
      }
      return undefined;
    };

  return sized({
    sockclnt_create: (from, bytes, start, end) => {
      from.name = text(bytes, start + 6, end);
      const { id, descriptor } = server.table.need("sockclnt_create_reply");
      const fields = { response: 0, index: from.index, message_table: server.table.list() };
      from.send(id, descriptor, fields, u32(bytes, start + 2));
      return undefined;
    },
    sockclnt_delete: (from, bytes, start) => {
      const to = server.client(u32(bytes, start + 2));
      const gone = server.client(u32(bytes, start + 10));
      if (to === undefined) return undefined;
      const { id, descriptor } = server.table.need("sockclnt_delete_reply");
      to.send(id, descriptor, { response: gone === undefined ? -1 : 1 }, u32(bytes, start + 6));
      if (gone !== undefined && gone !== from) {
        server.log(`client ${from.name} deletes client ${gone.name}: a real VPP 26.06 crashes of that`);
      }
      if (gone !== undefined) {
        server.closed(gone);
        gone.end();
      }
      return undefined;
    },
    control_ping: (_from, bytes, start) => {
      server.client(u32(bytes, start + 2))?.pong(u32(bytes, start + 6), process.pid);
      return undefined;
    },
    get_first_msg_id: plain("get_first_msg_id_reply", (bytes, start, end) => {
      // The crc in this name is that of VPP's C headers, which definitions don't tell: any will do.
      const module = text(bytes, start + 10, end).replace(/_[0-9a-f]{8}$/, "");
      const first = server.table.firstIds.get(module);
      return first === undefined
        ? { retval: INVALID_VALUE, first_msg_id: 0xffff }
        : { retval: 0, first_msg_id: first };
    }),
    api_versions: plain("api_versions_reply", () => ({ retval: 0, api_versions: [] })),
    sock_init_shm: plain("sock_init_shm_reply", () => ({ retval: INVALID_SHM })),
    memclnt_keepalive: plain("memclnt_keepalive_reply", () => ({ retval: 0 })),
    get_api_json: (_from, bytes, start) => {
      const to = server.client(u32(bytes, start + 2));
      if (to === undefined) return undefined;
      const { id, descriptor } = server.table.need("get_api_json_reply");
      const begin = to.written;
      to.send(id, descriptor, { retval: 0, json: apiJson(server) }, u32(bytes, start + 6));
      // VPP sends a NUL behind the string, inside the frame.
      to.endFrame(begin, 1);
      return undefined;
    },
  });
}

/** The least bytes of these requests; VPP drops what is shorter, and so does the server where a handler throws. */
const SIZES: Readonly<Record<string, number>> = {
  sockclnt_create: 70,
  sockclnt_delete: 14,
  get_first_msg_id: 74,
};
const PLAIN_SIZE = 10;

function sized(handlers: Readonly<Record<string, RawHandler>>): Readonly<Record<string, RawHandler>> {
  const wrap = (name: string, handler: RawHandler): [string, RawHandler] => [
    name,
    (from, bytes, start, end) => {
      const least = SIZES[name] ?? PLAIN_SIZE;
      if (end - start < least) throw new RangeError(`${end - start} bytes, ${least} are needed`);
      return handler(from, bytes, start, end);
    },
  ];
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => wrap(name, handler)));
}

const served = new WeakMap<object, string>();

/** All modules that have messages but memclnt, which clients must know before they can ask. */
function apiJson(server: Server): string {
  const { files } = server.options;
  const known = served.get(files);
  if (known !== undefined) return known;
  const modules = files.filter((file) => file.module !== "memclnt" && file.messages.length > 0);
  const json = `[${modules.map(writeApiJson).join(",\n")}]`;
  served.set(files, json);
  return json;
}
