// A client of few lines, on node:net and the codecs: what tests of the simulator (and of a real VPP) talk through.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Codecs, codecsOf, type Fields, Source, Writer } from "../../src/codec/index.ts";
import type { Schema } from "../../src/schema/index.ts";

export interface Received {
  readonly name: string;
  readonly fields: Fields;
  readonly context: number | null;
}

const HEADER = 16;
const PING = 23;

export class RawClient {
  readonly socket: Socket;
  readonly ids: Map<string, number> = new Map();
  /** What came that no call waited for. */
  readonly events: Received[] = [];
  index = 0;
  readonly #codecs: Codecs;
  readonly #names = new Map<number, string>();
  readonly #inbox: Received[] = [];
  #pending = Buffer.alloc(0);
  #wake: () => void = () => {};
  #context = 1;

  private constructor(socket: Socket, schema: Schema) {
    this.socket = socket;
    this.#codecs = codecsOf(schema);
    // The few of fixed ids that the table names too, so that the handshake needs no special case.
    this.#names.set(16, "sockclnt_create_reply");
    this.ids.set("sockclnt_create", 15);
    socket.on("data", (chunk) => this.#data(chunk));
    socket.on("close", () => this.#wake());
    socket.on("error", () => {});
  }

  static async connect(path: string, schema: Schema, name = "raw"): Promise<RawClient> {
    const socket = connect(path);
    await once(socket, "connect");
    const client = new RawClient(socket, schema);
    const reply = await client.call("sockclnt_create", { name });
    client.index = Number(reply.index);
    const table = reply.message_table as { index: number; name: string }[];
    for (const entry of table) {
      const plain = entry.name.replace(/_[0-9a-f]{8}$/, "");
      if (schema.messages.get(plain)?.crc !== entry.name.slice(-8)) continue;
      client.ids.set(plain, entry.index);
      client.#names.set(entry.index, plain);
    }
    return client;
  }

  /** Writes one request; returns its context. */
  send(name: string, fields: Fields = {}, context: number = this.#context++): number {
    const w = new Writer(256);
    const message = this.#codecs.message(name);
    const id = this.ids.get(name);
    if (message === undefined || id === undefined) throw new Error(`no message ${name}`);
    w.pos = w.reserve(HEADER) + HEADER;
    message.encode(w, fields, id, this.index, context);
    w.view.setUint32(8, w.pos - HEADER);
    this.socket.write(w.take());
    return context;
  }

  /** One request and its reply. */
  async call(name: string, fields: Fields = {}): Promise<Fields> {
    const context = this.send(name, fields);
    for (;;) {
      const next = await this.next();
      if (next.context === context) return next.fields;
      this.events.push(next);
    }
  }

  /** A dump: everything up to the reply of the ping behind it. */
  async dump(name: string, fields: Fields = {}): Promise<Fields[]> {
    const context = this.send(name, fields);
    this.send("control_ping", {}, context);
    const all: Fields[] = [];
    for (;;) {
      const next = await this.next();
      if (next.context !== context) this.events.push(next);
      else if (next.name === "control_ping_reply") return all;
      else all.push(next.fields);
    }
  }

  /** A get: details and the reply that ends them. */
  async get(name: string, fields: Fields = {}): Promise<{ details: Fields[]; reply: Fields }> {
    const context = this.send(name, fields);
    const details: Fields[] = [];
    for (;;) {
      const next = await this.next();
      if (next.context !== context) this.events.push(next);
      else if (next.name.endsWith("_reply")) return { details, reply: next.fields };
      else details.push(next.fields);
    }
  }

  /** What comes next. @throws when the link is closed. */
  async next(): Promise<Received> {
    for (;;) {
      const first = this.#inbox.shift();
      if (first !== undefined) return first;
      if (this.socket.destroyed || this.socket.readableEnded) throw new Error("closed");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The next event that fits, among those set aside and those to come. */
  async event(name: string): Promise<Fields> {
    for (;;) {
      const at = this.events.findIndex((event) => event.name === name);
      if (at >= 0) return this.events.splice(at, 1)[0]!.fields;
      this.events.push(await this.next());
    }
  }

  /** Leaves as VPP wants it. */
  async close(): Promise<void> {
    if (this.socket.destroyed) return;
    this.send("sockclnt_delete", { index: this.index });
    if (!this.socket.destroyed) await once(this.socket, "close");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #data(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    let at = 0;
    while (this.#pending.length - at >= HEADER) {
      const size = this.#pending.readUInt32BE(at + 8);
      if (this.#pending.length - at - HEADER < size) break;
      this.#frame(Buffer.from(this.#pending.subarray(at + HEADER, at + HEADER + size)));
      at += HEADER + size;
    }
    this.#pending = this.#pending.subarray(at);
    this.#wake();
  }

  #frame(payload: Buffer): void {
    const id = payload.readUInt16BE(0);
    const name = this.#names.get(id) ?? (id === PING + 1 ? "control_ping_reply" : undefined);
    const message = name === undefined ? undefined : this.#codecs.message(name);
    if (name === undefined || message === undefined) throw new Error(`no message has id ${id}`);
    const context = message.contextOffset === null ? null : payload.readUInt32BE(message.contextOffset);
    this.#inbox.push({ name, fields: message.decode(new Source(payload)), context });
  }
}
