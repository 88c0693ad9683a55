// A server that knows VPP's API well and tells lies in it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameReader, HEADER } from "../../src/protocol/index.ts";
import { type ApiFile, type Schema, writeApiJson } from "../../src/schema/index.ts";
import type { Chance } from "../chaos/chance.ts";
import { FrameMaker } from "./frames.ts";
import { hostileJson } from "./hostile-json.ts";
import { mutate } from "./mutate.ts";
import { spotsOf } from "./spots.ts";
import type { Tally } from "./tally.ts";

const INDEX = 0x8000_0001;
const CREATE_REPLY = 16;

export interface HostileOptions {
  readonly schema: Schema;
  readonly files: readonly ApiFile[];
  readonly chance: Chance;
  readonly tally: Tally;
}

/** What a connection lies about: only in what it comes to, or clients would never get far. */
interface Temper {
  readonly handshake: boolean;
  readonly json: boolean;
  /** Share of frames that are spoiled. */
  readonly lies: number;
}

export class HostileServer {
  readonly socket: string;
  readonly #dir = mkdtempSync(join(tmpdir(), "vpp-hostile-"));
  readonly #options: HostileOptions;
  readonly #maker: FrameMaker;
  readonly #names: readonly string[];
  readonly #byId = new Map<number, string>();
  readonly #json: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(options: HostileOptions) {
    this.#options = options;
    this.socket = join(this.#dir, "api.sock");
    this.#names = [...options.schema.messages.keys()];
    const ids = new Map(this.#names.map((name, i) => [name, i + 1]));
    for (const [name, id] of ids) this.#byId.set(id, name);
    this.#maker = new FrameMaker(options.schema, ids);
    const modules = options.files.filter(({ module }) => module !== "memclnt");
    this.#json = `[${modules.map(writeApiJson).join(",")}]`;
  }

  static async start(options: HostileOptions): Promise<HostileServer> {
    const server = new HostileServer(options);
    await new Promise<void>((resolve) => {
      server.#server = createServer((socket) => server.#serve(socket)).listen(server.socket, resolve);
    });
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()));
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    const chance = this.#options.chance.fork();
    const temper: Temper = {
      handshake: chance.odds(0.15),
      json: chance.odds(0.15),
      lies: chance.pick([0.1, 0.5, 1]),
    };
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    const reader = new FrameReader(1 << 26);
    socket.on("data", (chunk) => {
      const frames: Buffer[] = [];
      reader.read(Buffer.from(chunk), {
        ended: false,
        frame: ({ view, start }) => {
          const id = view.getUint16(start);
          const name = this.#byId.get(id) ?? "";
          const at = this.#options.schema.messages.get(name);
          const offset =
            at === undefined ? -1 : (spotsOf(at).find(({ role }) => role === "context")?.at ?? -1);
          frames.push(...this.#answer(name, offset < 0 ? 0 : view.getUint32(start + offset), temper, chance));
        },
      });
      this.#options.tally.frames += frames.length;
      if (frames.length > 0 && socket.writable) socket.write(Buffer.concat(frames));
    });
  }

  #answer(name: string, context: number, temper: Temper, chance: Chance): Buffer[] {
    if (name === "sockclnt_create") return [this.#hello(context, temper, chance)];
    if (name === "sockclnt_delete") {
      const fields = { response: chance.pick([1, 1, -1, 0]) };
      return [this.#maker.make("sockclnt_delete_reply", chance, context, INDEX, fields)];
    }
    if (name === "get_api_json") {
      const json = temper.json ? hostileJson(this.#json, chance) : this.#json;
      return [this.#maker.make("get_api_json_reply", chance, context, INDEX, { retval: 0, json })];
    }
    return this.#burst(name, context, temper, chance);
  }

  /** What was asked for, and much that wasn't, some of it spoiled. */
  #burst(asked: string, context: number, { lies }: Temper, chance: Chance): Buffer[] {
    const { schema, tally } = this.#options;
    const service = schema.services.get(asked);
    const fitting = [service?.reply, service?.streamMessage, `${asked}_reply`, "control_ping_reply"].filter(
      (name) => typeof name === "string" && schema.messages.has(name),
    ) as string[];
    const frames: Buffer[] = [];
    for (let i = chance.between(1, 40); i > 0; i--) {
      const name = chance.odds(0.7) && fitting.length > 0 ? chance.pick(fitting) : chance.pick(this.#names);
      const frame = this.#maker.make(
        name,
        chance,
        chance.odds(0.8) ? context : chance.between(0, 2000),
        INDEX,
      );
      const spoiled = chance.odds(lies)
        ? mutate(frame, spotsOf(this.#maker.message(name)), chance, (mutation) => tally.lie(mutation))
        : frame;
      frames.push(spoiled);
    }
    return frames;
  }

  #hello(context: number, temper: Temper, chance: Chance): Buffer {
    const { schema, tally } = this.#options;
    const message_table = this.#names.map((name, i) => ({
      index: i + 1,
      name: `${name}_${schema.messages.get(name)?.crc ?? "00000000"}`,
    }));
    const fields = { response: 0, index: INDEX, message_table };
    const right = this.#maker.make("sockclnt_create_reply", chance, context, 0, fields);
    if (!temper.handshake) return right;
    const lies: readonly [string, () => Buffer][] = [
      ["handshake: refused", () => at32(right, 10, chance.pick([-1, 1, 2 ** 31 - 1]))],
      ["handshake: count", () => at16(right, 18, chance.pick([0, 1, 0xffff, message_table.length + 1]))],
      ["handshake: other id", () => at16(right, 0, chance.between(0, 0xffff))],
      [
        "handshake: ids",
        () => entries(right, chance, (entry) => entry.writeUInt16BE(chance.between(0, 0xffff), 0)),
      ],
      ["handshake: names without NUL", () => entries(right, chance, (entry) => entry.fill(0x61, 2))],
      [
        "handshake: names not UTF-8",
        () => entries(right, chance, (entry) => chance.bytes(64).copy(entry, 2)),
      ],
      [
        "handshake: length",
        () => length(right, chance.pick([0, 1, 2, 19, 20, 0xfffffff0, 0xffffffff, 1 << 27])),
      ],
      ["handshake: twice", () => Buffer.concat([right, right])],
      ["handshake: bytes behind it", () => Buffer.concat([right, chance.bytes(chance.between(1, 200))])],
      ["handshake: cut", () => right.subarray(0, chance.between(1, right.length - 1))],
      ["handshake: not at all", () => chance.bytes(chance.between(1, 300))],
    ];
    const [name, lie] = chance.pick(lies);
    tally.lie(name);
    return lie();
  }
}

function at16(frame: Buffer, at: number, value: number): Buffer {
  frame.writeUInt16BE(value & 0xffff, HEADER + at);
  return frame;
}

function at32(frame: Buffer, at: number, value: number): Buffer {
  frame.writeInt32BE(value, HEADER + at);
  return frame;
}

function length(frame: Buffer, value: number): Buffer {
  frame.writeUInt32BE(value, 8);
  return frame;
}

/** Spoils some of the table's entries: u16 id, name[64]. */
function entries(frame: Buffer, chance: Chance, spoil: (entry: Buffer) => void): Buffer {
  for (let at = HEADER + 20; at + 66 <= frame.length; at += 66) {
    if (chance.odds(0.3)) spoil(frame.subarray(at, at + 66));
  }
  return frame;
}

/** The answer to a handshake that says it is `size` bytes long, and is. */
export function longHello(size: number): Buffer {
  const frame = Buffer.alloc(HEADER + size);
  frame.writeUInt32BE(size, 8);
  frame.writeUInt16BE(CREATE_REPLY, HEADER);
  frame.writeUInt16BE(0xffff, HEADER + 18);
  return frame;
}
