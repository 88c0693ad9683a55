// One connection through the proxy.
import { connect, type Socket } from "node:net";
import { goodbyeFrame, HEADER, helloFrame } from "../../src/protocol/index.ts";
import { FrameEdges } from "./frame-edges.ts";
import { type LinkPlan, NO_PLAN } from "./link-plan.ts";

/** Where sockclnt_create_reply has the client's index: after the header, u16 id, u32, u32, i32. */
const INDEX_AT = HEADER + 14;
const SOCKCLNT_DELETE = 17;
/** Milliseconds that the target has to end a connection that was taken leave of. */
const LEAVE_LIMIT = 3000;

export class ProxyLink {
  bytesUp = 0;
  bytesDown = 0;
  readonly #client: Socket;
  readonly #target: Socket;
  #plan: LinkPlan;
  readonly #polite: boolean;
  #head: Buffer = Buffer.alloc(0);
  /** A message that has not come whole; a polite proxy keeps it. */
  #partial: Buffer = Buffer.alloc(0);
  readonly #edges = new FrameEdges();
  #foreign: Buffer | null = null;
  /** Whether a whole message has reached the target. */
  #greeted = false;
  #goodbye = false;
  #late: NodeJS.Timeout | undefined;
  #cutting = false;
  #frozen = false;
  #held: (() => void)[] = [];
  /** Everything towards the client, in order, whatever its delay. */
  #queue: Promise<void> = Promise.resolve();
  readonly #gone: Promise<void>;

  constructor(client: Socket, target: string, plan: LinkPlan, polite: boolean, gone: () => void) {
    this.#client = client;
    this.#plan = plan;
    this.#polite = polite;
    this.#target = connect({ path: target, allowHalfOpen: true });
    for (const socket of [this.#client, this.#target]) socket.on("error", () => {});
    this.#client.on("data", (chunk) => this.#hold(() => this.#up(Buffer.from(chunk))));
    this.#target.on("data", (chunk) => this.#hold(() => this.#down(Buffer.from(chunk))));
    // A polite one says goodbye before the end; where the client has, VPP ends it.
    this.#client.on("end", () => this.#hold(() => (polite ? this.#deserted() : this.#target.end())));
    this.#target.on("end", () => this.#hold(() => this.#later(() => this.#client.end())));
    this.#client.on("close", () => this.#hold(() => this.#deserted()));
    this.#target.on("close", () => this.#hold(() => this.#later(() => this.#client.end())));
    const ends = [this.#client, this.#target].map(
      (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
    );
    this.#gone = Promise.all(ends).then(() => {
      clearTimeout(this.#late);
      gone();
    });
  }

  /** Nothing more is done to it. */
  mend(): void {
    this.#plan = NO_PLAN;
  }

  freeze(): void {
    this.#frozen = true;
    this.#client.pause();
    this.#target.pause();
  }

  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    for (const run of this.#held.splice(0)) run();
    this.#client.resume();
    this.#target.resume();
  }

  /** Ends it at once for the client. Settles when both ends are closed. */
  cut(): Promise<void> {
    this.#client.destroy();
    if (!this.#cutting) {
      this.#cutting = true;
      this.#leave();
    }
    return this.#gone;
  }

  /** Sends the client a FIN and nothing more, and goes on taking what it sends. */
  halfClose(): void {
    if (this.#cutting) return;
    this.#cutting = true;
    this.#client.end();
    this.#leave();
  }

  /** Bytes that the target never sent, between two of its messages: inside one they would be a wrong answer. */
  inject(bytes: Buffer): void {
    this.#foreign = bytes;
  }

  #hold(run: () => void): void {
    if (this.#frozen) this.#held.push(run);
    else run();
  }

  #later(run: () => void): void {
    this.#queue = this.#queue.then(run);
  }

  /** The client has closed. What it said last may be lost here, where it would not be with VPP: so be polite. */
  #deserted(): void {
    if (this.#cutting) return;
    this.#cutting = true;
    this.#leave();
  }

  #up(chunk: Buffer): void {
    const left = (this.#plan.cutUp ?? Number.POSITIVE_INFINITY) - this.bytesUp;
    this.bytesUp += chunk.length;
    if (this.#cutting) return;
    const passing = chunk.length > left ? chunk.subarray(0, Math.max(left, 0)) : chunk;
    if (!this.#target.destroyed) this.#target.write(this.#polite ? this.#whole(passing) : passing);
    if (chunk.length > left || left === 0) void this.cut();
  }

  #down(chunk: Buffer): void {
    if (this.#head.length < INDEX_AT + 4) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, INDEX_AT + 4)]);
      if (this.#cutting) this.#leave();
    }
    const edge = this.#edges.last(chunk);
    if (this.#cutting) return;
    const foreign = this.#foreign;
    // Late by as much as every other: a link on which each waited for the one before would fall behind for good.
    const due = performance.now() + (this.#plan.delay ?? 0);
    if (edge < 0 || foreign === null) this.#later(() => this.#toClient(chunk, due));
    else {
      this.#foreign = null;
      const all = Buffer.concat([chunk.subarray(0, edge), foreign, chunk.subarray(edge)]);
      this.#later(() => this.#toClient(all, due));
    }
  }

  async #toClient(chunk: Buffer, due: number): Promise<void> {
    const wait = due - performance.now();
    if (wait > 0 && !this.#cutting) await new Promise((resolve) => setTimeout(resolve, wait));
    let at = 0;
    while (at < chunk.length && !this.#cutting) {
      const { split = chunk.length, cutDown = Number.POSITIVE_INFINITY } = this.#plan;
      const piece = chunk.subarray(at, at + split);
      at += split;
      const left = cutDown - this.bytesDown;
      this.bytesDown += piece.length;
      if (!this.#client.destroyed) this.#client.write(piece.subarray(0, Math.max(left, 0)));
      if (piece.length >= left) {
        // What was written reaches the client before the end does.
        this.#client.end(() => void this.cut());
        return;
      }
      if (split < chunk.length) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The whole messages of what the client sent; the rest waits. */
  #whole(chunk: Buffer): Buffer {
    const bytes = this.#partial.length === 0 ? chunk : Buffer.concat([this.#partial, chunk]);
    let at = 0;
    while (bytes.length - at >= HEADER) {
      const end = at + HEADER + bytes.readUInt32BE(at + 8);
      if (end > bytes.length) break;
      if (end - at >= HEADER + 2 && bytes.readUInt16BE(at + HEADER) === SOCKCLNT_DELETE) this.#goodbye = true;
      at = end;
    }
    if (at > 0) this.#greeted = true;
    this.#partial = bytes.subarray(at);
    return bytes.subarray(0, at);
  }

  #leave(): void {
    if (!this.#polite) {
      this.#target.destroy();
      return;
    }
    if (this.#target.connecting) {
      this.#target.once("connect", () => this.#leave());
      return;
    }
    this.#target.resume();
    this.#target.once("end", () => this.#target.end());
    if (!this.#greeted) {
      // Nothing was said yet: a handshake that nobody waits for is ended by VPP.
      this.#target.write(helloFrame("proxy", 0));
      this.#target.destroy();
      return;
    }
    this.#late ??= setTimeout(() => this.#target.destroy(), LEAVE_LIMIT).unref();
    if (this.#goodbye || this.#head.length < INDEX_AT + 4) return;
    this.#goodbye = true;
    this.#target.write(goodbyeFrame(this.#head.readUInt32BE(INDEX_AT), 0));
  }
}
