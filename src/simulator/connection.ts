import type { Socket } from "node:net";
import { type Fields, type MessageDescriptor, Slab, Source, Writer } from "../codec/index.ts";
import type { Fault } from "./faults.ts";
import { FRAME_HEADER, FrameSplitter } from "./frames.ts";
import { Outbox } from "./outbox.ts";
import type { Server } from "./server.ts";

/** Answers are handed to the socket when so many bytes are ready, whether or not the turn is over. */
const FLUSH_AT = 1 << 18;

/** One client. */
export class Connection {
  /** What the client must send as client_index: its slot, with the top bit set for sockets. */
  readonly index: number;
  readonly socket: Socket;
  name = "";
  readonly #server: Server;
  readonly #frames: FrameSplitter;
  readonly #outbox: Outbox;
  #writer: Writer = new Writer();
  #source: Source = new Source(Buffer.alloc(0));
  #flushing = false;
  #slowMs = 0;
  #slow: NodeJS.Timeout | undefined;

  constructor(server: Server, socket: Socket, index: number) {
    this.#server = server;
    this.socket = socket;
    this.index = index;
    this.#outbox = new Outbox(socket);
    this.#frames = new FrameSplitter((bytes, start, end) => this.#frame(bytes, start, end));
    socket.on("data", (chunk: Buffer) => this.#data(chunk));
    // A client that is killed resets the link; its end is told by "close".
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(this.#slow);
      server.closed(this);
    });
  }

  /** Appends a message. `clientIndex` goes where the definition has one. */
  send(id: number, message: MessageDescriptor, fields: Fields, context: number, clientIndex = 0): void {
    const writer = this.#writer;
    const start = writer.reserve(FRAME_HEADER);
    writer.pos = start + FRAME_HEADER;
    try {
      message.encode(writer, fields, id, clientIndex, context);
    } catch (error) {
      writer.rollback(start);
      throw error;
    }
    this.endFrame(start);
  }

  /** Room for a payload of this size, all zero; the caller fills it from the returned offset. */
  beginFrame(size: number): { readonly writer: Writer; readonly at: number } {
    const writer = this.#writer;
    const at = writer.reserve(FRAME_HEADER + size) + FRAME_HEADER;
    writer.view.setUint32(at - 8, size);
    writer.pos = at + size;
    this.schedule();
    return { writer, at };
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    const at = this.#writer.reserve(bytes.length);
    this.#writer.bytes.set(bytes, at);
    this.#writer.pos = at + bytes.length;
    this.schedule();
  }

  /** Writes the length of the frame that began at `start`, after `more` zero bytes. */
  endFrame(start: number, more = 0): void {
    const writer = this.#writer;
    if (more > 0) writer.pos = writer.reserve(more) + more;
    writer.view.setUint32(start + 8, writer.pos - start - FRAME_HEADER);
    this.schedule();
  }

  get written(): number {
    return this.#writer.pos;
  }

  /** The reply of control_ping, by hand: this is what a client's rate is measured with. */
  pong(context: number, pid: number): void {
    const { writer, at } = this.beginFrame(18);
    writer.view.setUint16(at, 24);
    writer.view.setUint32(at + 2, context);
    writer.view.setUint32(at + 14, pid);
  }

  /** One write for all that a turn of the event loop answers. */
  schedule(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => this.flush());
  }

  flush(): void {
    this.#flushing = false;
    if (this.#writer.pos === 0) return;
    const big = this.#writer.bytes.length > 2 * FLUSH_AT;
    this.#outbox.write(this.#writer.take(big ? new Slab(65_536) : undefined));
  }

  /** True when the client should read before it is sent more; `#pump` then waits. */
  get congested(): boolean {
    if (this.#writer.pos >= FLUSH_AT) this.flush();
    return this.#outbox.congested;
  }

  drained(): Promise<void> {
    return this.#outbox.drained();
  }

  /** Reads a payload where it lies. */
  source(bytes: Buffer, start: number, end: number): Source {
    if (this.#source.bytes !== bytes) this.#source = new Source(bytes);
    this.#source.start = start;
    this.#source.pos = start;
    this.#source.end = end;
    return this.#source;
  }

  /** Ends the link once everything is written. */
  end(): void {
    this.flush();
    this.#outbox.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Takes up the frames that waited. */
  resume(): void {
    if (this.socket.destroyed) return;
    this.socket.resume();
    this.#guard(() => this.#frames.resume());
  }

  /** What a fault does to this link until it is mended. */
  degrade(fault: Fault): void {
    if (fault.kind === "split") this.#outbox.split(fault.size ?? 1);
    if (fault.kind === "slow-reader") this.#slowMs = fault.ms;
  }

  mend(): void {
    this.#outbox.split(0);
    this.#slowMs = 0;
    this.#readOn();
  }

  /** Keeps `bytes` of what was written since `from`, sends them, and ends the link. */
  cut(from: number, bytes: number): void {
    this.#writer.rollback(from + bytes);
    this.end();
  }

  /** Puts other bytes where an answer was. */
  replace(from: number, bytes: Uint8Array): void {
    this.#writer.rollback(from);
    this.raw(bytes);
  }

  #data(chunk: Buffer): void {
    if (this.#slowMs > 0) {
      this.socket.pause();
      this.#slow ??= setTimeout(() => this.#readOn(), this.#slowMs);
    }
    this.#guard(() => this.#frames.push(chunk));
  }

  #readOn(): void {
    clearTimeout(this.#slow);
    this.#slow = undefined;
    this.socket.resume();
  }

  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#server.log(`client ${this.name}: ${String(error)}`);
      this.destroy();
    }
  }

  #frame(bytes: Buffer, start: number, end: number): boolean {
    const wait = this.#server.request(this, bytes, start, end);
    if (wait === undefined) return true;
    this.socket.pause();
    wait.then(
      () => this.resume(),
      (error) => {
        this.#server.log(String(error));
        this.resume();
      },
    );
    return false;
  }
}
