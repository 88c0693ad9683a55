// What connecting costs at the least: handshake, `get_api_json`, JSON.parse. Nothing of the project is loaded.
import { connect } from "node:net";
import { type Measured, timed } from "./figures.ts";

const SOCKCLNT_CREATE = 15;
const SOCKCLNT_DELETE = 17;
const GET_API_JSON = 27;

function frame(id: number, index: number, body: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt32BE(10 + body.length, 8);
  head.writeUInt16BE(id, 16);
  head.writeUInt32BE(index, 18);
  return Buffer.concat([head, body]);
}

export async function floorConnect(path: string): Promise<Measured> {
  let leave = (): Promise<void> => Promise.resolve();
  const measured = await timed(async () => {
    leave = await open(path);
    return 1;
  });
  await leave();
  return measured;
}

/** Settles when the definitions have been parsed; returns what says goodbye. */
function open(path: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const chunks: Buffer[] = [];
    let have = 0;
    let index = 0;
    let left = (): void => {};
    socket.on("error", reject);
    socket.on("connect", () => {
      // sockclnt_create has no client_index: its name starts where that would end.
      const name = Buffer.alloc(64);
      name.write("floor");
      const head = Buffer.alloc(22);
      head.writeUInt32BE(70, 8);
      head.writeUInt16BE(SOCKCLNT_CREATE, 16);
      socket.write(Buffer.concat([head, name]));
    });
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      have += chunk.length;
      const first = chunks[0]!;
      if (have < 16 + first.readUInt32BE(8)) return;
      const bytes = Buffer.concat(chunks);
      chunks.length = 0;
      have = 0;
      switch (bytes.readUInt16BE(16)) {
        case SOCKCLNT_CREATE + 1:
          index = bytes.readUInt32BE(16 + 14);
          socket.write(frame(GET_API_JSON, index, Buffer.alloc(0)));
          break;
        case GET_API_JSON + 1: {
          const length = bytes.readUInt32BE(16 + 10);
          JSON.parse(bytes.toString("utf8", 16 + 14, 16 + 14 + length));
          const own = Buffer.alloc(4);
          own.writeUInt32BE(index);
          resolve(
            () =>
              new Promise((done) => {
                left = done;
                socket.write(frame(SOCKCLNT_DELETE, index, own));
              }),
          );
          break;
        }
        default:
          socket.destroy();
          left();
      }
    });
  });
}
