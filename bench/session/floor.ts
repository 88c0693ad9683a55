// The floor: the fewest lines of Node that get bytes to VPP and frames back. Requests are made beforehand, answers
// are framed and counted, nothing is decoded.
import { connect, type OnReadOpts, type Socket } from "node:net";
import { codecsOf, type Fields, Source, Writer } from "../../src/codec/index.ts";
import { loadDefinitions } from "../../src/definitions/index.ts";

const HEADER = 16;

export interface Floor {
  readonly index: number;
  readonly socket: Socket;
  /** A whole frame, ready to be sent. */
  frame(message: string, fields: Fields): Buffer;
  idOf(message: string): number;
  send(bytes: Uint8Array): void;
  /** Called for each chunk's frames: message id, and how many of that id came in a row. */
  onFrames: (id: number, count: number) => void;
  close(): Promise<void>;
}

/** Reads into one buffer of `readSize` again and again, or, with 0, into whatever Node makes for each read. */
export async function openFloor(path: string, apiDir: string, readSize = 0): Promise<Floor> {
  const codecs = codecsOf(loadDefinitions(apiDir));
  const framer = new Framer();
  const socket = await open(path, framer, readSize);
  const message = (name: string) => {
    const found = codecs.message(name);
    if (found === undefined) throw new Error(`no ${name} in ${apiDir}`);
    return found;
  };
  const make = (name: string, fields: Fields, id: number, index: number): Buffer => {
    const w = new Writer(256);
    w.pos = HEADER;
    message(name).encode(w, fields, id, index, 1);
    w.view.setUint32(8, w.pos - HEADER);
    return Buffer.from(w.take());
  };
  const reply = new Promise<Buffer>((resolve) => {
    framer.whole = resolve;
  });
  socket.write(make("sockclnt_create", { name: "floor" }, 15, 0));
  const created = message("sockclnt_create_reply").decode(new Source(await reply));
  framer.whole = null;
  const { index, message_table } = created as {
    index: number;
    message_table: readonly { index: number; name: string }[];
  };
  const ids = new Map(message_table.map((entry) => [entry.name.replace(/_[0-9a-f]{8}$/, ""), entry.index]));
  const idOf = (name: string): number => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`this VPP has no ${name}`);
    return id;
  };
  const floor: Floor = {
    index,
    socket,
    idOf,
    frame: (name, fields) => make(name, fields, idOf(name), index),
    send: (bytes) => void socket.write(bytes),
    onFrames: () => {},
    close: () =>
      new Promise((resolve) => {
        socket.on("close", () => resolve());
        socket.write(make("sockclnt_delete", { index }, 17, index));
      }),
  };
  framer.frames = (id, count) => floor.onFrames(id, count);
  return floor;
}

function open(path: string, framer: Framer, readSize: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const opened = () => resolve(socket);
    const socket = readSize === 0 ? connect(path, opened) : connect({ path, onread: into(readSize) }, opened);
    if (readSize === 0) socket.on("data", (chunk) => framer.take(chunk));
    socket.once("error", reject);
  });

  function into(size: number): OnReadOpts {
    const buffer = Buffer.allocUnsafeSlow(size);
    const callback = (length: number): boolean => {
      framer.take(buffer.subarray(0, length));
      return true;
    };
    return { buffer, callback };
  }
}

/** Cuts the stream into frames; keeps no bytes but those of a frame that isn't whole yet. */
class Framer {
  frames: (id: number, count: number) => void = () => {};
  /** Where set: gets the payload of the next frame. */
  whole: ((payload: Buffer) => void) | null = null;
  #rest: Buffer | null = null;

  take(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    let id = -1;
    let run = 0;
    while (bytes.length - at >= HEADER + 2) {
      const size = bytes.readUInt32BE(at + 8);
      if (bytes.length - at < HEADER + size) break;
      if (this.whole !== null) this.whole(Buffer.from(bytes.subarray(at + HEADER, at + HEADER + size)));
      const next = bytes.readUInt16BE(at + HEADER);
      if (next !== id && run > 0) {
        this.frames(id, run);
        run = 0;
      }
      id = next;
      run++;
      at += HEADER + size;
    }
    if (run > 0) this.frames(id, run);
    // A copy: the next read may go to the same place.
    this.#rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
  }
}
