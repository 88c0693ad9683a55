// The server's side of the socket, as strange as a test wants it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codecsOf, type Fields, Writer } from "../../src/codec/index.ts";
import { beginFrame, endFrame, FrameReader } from "../../src/protocol/index.ts";
import { schema, tableEntries } from "./definitions.ts";

const codecs = codecsOf(schema);

export interface Request {
  name: string;
  context: number;
  fields: Fields;
  peer: Peer;
}

export interface FakeOptions {
  first?: number;
  change?: (nameCrc: string) => string | null;
  /** Answers requests that the fake itself doesn't: all but the handshake, pings and goodbyes. */
  answer?: (request: Request) => void;
  /** Whether the handshake, pings and goodbyes are left to `answer` too. */
  silent?: boolean;
  /** Whether pings are left to `answer`. */
  holdPings?: boolean;
}

/** One client's connection. */
export class Peer {
  readonly socket: Socket;
  readonly #ids: Map<string, number>;

  constructor(socket: Socket, ids: Map<string, number>) {
    this.socket = socket;
    this.#ids = ids;
  }

  frame(name: string, fields: Fields, context: number, clientIndex = 0): Buffer {
    const message = codecs.message(name);
    if (message === undefined) throw new Error(`no ${name}`);
    const w = new Writer(256);
    const start = beginFrame(w);
    message.encode(w, fields, this.#ids.get(name) ?? 0, clientIndex, context);
    endFrame(w, start);
    return Buffer.from(w.take());
  }

  send(name: string, fields: Fields, context: number): void {
    this.socket.write(this.frame(name, fields, context));
  }
}

export class FakeVpp {
  readonly path: string;
  readonly requests: Request[] = [];
  readonly peers: Peer[] = [];
  options: FakeOptions;
  readonly #dir = mkdtempSync(join(tmpdir(), "vpp-ts-fake-"));
  #server: Server | null = null;
  #waiting: { name: string; resolve: (request: Request) => void }[] = [];

  constructor(options: FakeOptions = {}) {
    this.path = join(this.#dir, "api.sock");
    this.options = options;
  }

  static async start(options: FakeOptions = {}): Promise<FakeVpp> {
    const fake = new FakeVpp(options);
    await fake.listen();
    return fake;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server = createServer((socket) => this.#serve(socket)).listen(this.path, resolve);
    });
  }

  /** How many are connected. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server?.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }

  /** Stops listening and drops everyone. */
  async drop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise<void>((resolve) =>
      server === null ? resolve() : server.close(() => resolve()),
    );
    for (const { socket } of this.peers.splice(0)) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** The next request of this name that comes. */
  next(name: string): Promise<Request> {
    return new Promise((resolve) => this.#waiting.push({ name, resolve }));
  }

  #serve(socket: Socket): void {
    const ids = new Map<string, number>();
    const entries = tableEntries(this.options.first ?? 100, this.options.change);
    for (const [nameCrc, id] of entries) ids.set(nameCrc.slice(0, -9), id);
    for (const [name, id] of Object.entries({
      sockclnt_create: 15,
      sockclnt_create_reply: 16,
      sockclnt_delete: 17,
      sockclnt_delete_reply: 18,
    })) {
      ids.set(name, id);
    }
    const names = new Map([...ids].map(([name, id]) => [id, name]));
    const peer = new Peer(socket, ids);
    this.peers.push(peer);
    const reader = new FrameReader(1 << 24);
    socket.on("error", () => {});
    socket.on("data", (chunk) =>
      reader.read(Buffer.from(chunk), {
        ended: false,
        frame: (source) => {
          const name = names.get(source.view.getUint16(source.start)) ?? "?";
          const message = codecs.message(name);
          if (message === undefined) throw new Error(`the client sent an unknown id`);
          const context = source.view.getUint32(source.start + (message.contextOffset ?? 0));
          this.#take({ name, context, fields: message.decode(source), peer }, entries);
        },
      }),
    );
  }

  #take(request: Request, entries: [string, number][]): void {
    const { name, context, peer } = request;
    if (this.options.silent !== true) {
      if (name === "sockclnt_create") {
        const message_table = entries.map(([entry, index]) => ({ index, name: entry }));
        peer.send("sockclnt_create_reply", { response: 0, index: 0x8000_0001, message_table }, context);
        return;
      }
      if (name === "control_ping" && this.options.holdPings !== true)
        peer.send("control_ping_reply", { retval: 0, vpe_pid: 1 }, context);
      if (name === "sockclnt_delete") {
        this.requests.push(request);
        peer.socket.end(peer.frame("sockclnt_delete_reply", { response: 1 }, context));
        return;
      }
    }
    this.requests.push(request);
    const waiting = this.#waiting.findIndex((entry) => entry.name === name);
    if (waiting >= 0) this.#waiting.splice(waiting, 1)[0]?.resolve(request);
    this.options.answer?.(request);
  }
}
