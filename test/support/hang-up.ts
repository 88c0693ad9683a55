// Clients of VPP's API socket by hand, without this package, that leave as they shouldn't.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const HEADER = 16;

/** A whole frame: u16 id, then `payload` bytes for `fill` to write. */
function frame(id: number, payload: number, fill: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(HEADER + 2 + payload);
  bytes.writeUInt32BE(2 + payload, 8);
  bytes.writeUInt16BE(id, HEADER);
  fill(bytes.subarray(HEADER + 2));
  return bytes;
}

/** sockclnt_create: u32 context, char name[64]. */
export const HELLO: Buffer = frame(15, 68, (bytes) => bytes.write("by hand", 4));

/** sockclnt_delete: u32 client_index, u32 context, u32 index. */
function goodbye(index: number): Buffer {
  return frame(17, 12, (bytes) => {
    bytes.writeUInt32BE(index, 0);
    bytes.writeUInt32BE(index, 8);
  });
}

export function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Shakes hands; the socket is paused then. */
export async function shakeHands(path: string): Promise<{ socket: Socket; index: number }> {
  const socket = await open(path);
  socket.write(HELLO);
  let all: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve) => {
    socket.on("data", function on(chunk: Buffer) {
      all = Buffer.concat([all, chunk]);
      if (all.length < HEADER || all.length < HEADER + all.readUInt32BE(8)) return;
      socket.off("data", on).pause();
      resolve();
    });
  });
  // sockclnt_create_reply: u16 id, u32 client_index, u32 context, i32 response, u32 index
  return { socket, index: all.readUInt32BE(HEADER + 14) };
}

/** Has a write of VPP's main thread end with EAGAIN, which it remembers until another system call fails there. */
export async function leaveStaleError(path: string): Promise<void> {
  const { socket, index } = await shakeHands(path);
  // get_api_json (u32 client_index, u32 context) answers with more than a socket holds.
  socket.write(frame(27, 8, (bytes) => bytes.writeUInt32BE(index, 0)));
  await sleep(300);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resume();
  socket.write(goodbye(index));
  await closed;
}
