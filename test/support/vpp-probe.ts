// One session on VPP's API socket, by hand and without this package: is VPP answering yet?
import { connect } from "node:net";

/** A 16-byte frame header (u64 queue, u32 length, u32 mark) and room for the payload behind it. */
function frame(id: number, payload: number): Buffer {
  const bytes = Buffer.alloc(16 + payload);
  bytes.writeUInt32BE(payload, 8);
  bytes.writeUInt16BE(id, 16);
  return bytes;
}

/**
 * Connects, asks for the message table, leaves with sockclnt_delete (VPP 26.06 may spin for good when a client
 * just hangs up) and resolves when VPP has closed.
 *
 * @throws the socket's error: ENOENT and ECONNREFUSED while VPP is not listening yet.
 */
export function probeApi(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let head: Buffer = Buffer.alloc(0);
    let left = false;
    const hello = frame(15, 70); // sockclnt_create: u16 id, u32 context, char name[64]
    hello.write("probe", 16 + 6);
    socket.once("connect", () => socket.write(hello));
    socket.on("data", (chunk) => {
      // sockclnt_create_reply: u16 id, u32 client_index, u32 context, i32 response, u32 index, message table
      if (head.length < 34) head = Buffer.concat([head, chunk]);
      if (left || head.length < 34) return;
      left = true;
      const bye = frame(17, 14); // sockclnt_delete: u16 id, u32 client_index, u32 context, u32 index
      head.copy(bye, 18, 30, 34);
      head.copy(bye, 26, 30, 34);
      socket.write(bye);
    });
    socket.once("error", reject);
    socket.once("close", () => (left ? resolve() : reject(new Error("VPP closed the API socket unasked"))));
  });
}
