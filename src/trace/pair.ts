import { connect, type Socket } from "node:net";
import type { Side } from "../recording/index.ts";
import { type SocketAddress, targetOf } from "../transport/index.ts";

/** Bytes that may wait for a slow reader on either side, before the other isn't read any more. */
const MAX_WAITING = 1 << 18;
/** What one read takes from VPP at most. */
const READ_SIZE = 1 << 16;
/** Milliseconds that VPP has to answer a goodbye. */
const LEAVE_LIMIT = 1000;

export interface PairHost {
  /** The bytes have been passed on. */
  passed(from: Side, chunk: Buffer, time: number): void;
  /** Both sides are closed; `by` began it. */
  closed(by: Side | "trace", reason: string): void;
  /** Microseconds. */
  now(): number;
}

/**
 * One client and the connection to VPP made for it. What one sends the other gets, unchanged and at once; a side
 * that doesn't read stops the other; ends of one direction or both are passed on.
 */
export class Pair {
  readonly #client: Socket;
  readonly #vpp: Socket;
  readonly #host: PairHost;
  #by: Side | "trace" | null = null;
  #reason = "";
  #open = 2;
  #reached = false;
  #leaving = false;
  /** Settles once both sides are closed. */
  readonly done: Promise<void>;
  #settle: () => void = () => {};

  /** @param client paused: it is read once VPP has been reached */
  constructor(client: Socket, vpp: SocketAddress, host: PairHost) {
    this.#client = client;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#host = host;
    this.#vpp = connect({
      ...targetOf(vpp),
      allowHalfOpen: true,
      // Without a buffer of its own each read would set aside 64 KiB, and cost more than the rest.
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_SIZE),
        callback: (size, buffer) => {
          const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, size);
          this.#pass("vpp", this.#vpp, this.#client, Buffer.from(bytes));
          return true;
        },
      },
    });
    this.#vpp.once("connect", () => {
      this.#reached = true;
      this.#vpp.setNoDelay?.(true);
      this.#forward("vpp", this.#vpp, this.#client);
      this.#client.on("data", (chunk) => this.#pass("client", this.#client, this.#vpp, chunk));
      this.#forward("client", this.#client, this.#vpp);
    });
    this.#watch("client", this.#client, this.#vpp);
    this.#watch("vpp", this.#vpp, this.#client);
  }

  /** Ends both sides; VPP is told `goodbye` first, and has a second to take it. */
  leave(goodbye: Buffer | null): void {
    if (this.#leaving || this.#open === 0) return;
    this.#leaving = true;
    this.#by ??= "trace";
    this.#client.pause();
    if (goodbye === null || !this.#vpp.writable || this.#vpp.connecting) {
      this.#destroy();
      return;
    }
    // VPP answers and closes. It isn't left to find the end by itself: it may then spin (docs/trace.md).
    this.#vpp.write(goodbye);
    const late = setTimeout(() => this.#destroy(), LEAVE_LIMIT);
    this.#vpp.resume().once("end", () => this.#destroy());
    this.#vpp.once("close", () => clearTimeout(late));
  }

  #destroy(): void {
    this.#vpp.destroy();
    this.#client.destroy();
  }

  #pass(side: Side, from: Socket, to: Socket, chunk: Buffer): void {
    if (this.#leaving) return;
    const time = this.#host.now();
    if (to.writable) {
      to.write(chunk);
      if (to.writableLength > MAX_WAITING) from.pause();
    }
    this.#host.passed(side, chunk, time);
  }

  #forward(side: Side, from: Socket, to: Socket): void {
    to.on("drain", () => {
      if (!this.#leaving) from.resume();
    });
    from.on("end", () => {
      this.#by ??= side;
      if (!this.#leaving) to.end();
    });
    // It was accepted without being read.
    from.resume();
  }

  #watch(side: Side, socket: Socket, other: Socket): void {
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#by ??= side;
      // EPIPE says only that the other side is gone.
      if (this.#reason !== "" || error.code === "EPIPE") return;
      this.#reason =
        this.#reached || side === "client" ? error.message : `VPP can't be reached: ${error.message}`;
    });
    socket.on("close", () => {
      this.#by ??= side;
      this.#open--;
      if (this.#open === 0) {
        this.#host.closed(this.#by, this.#reason);
        this.#settle();
      }
      // What waits for it is still delivered; it reads no more from one that is gone.
      else if (other.connecting) other.destroy();
      else other.destroySoon();
    });
  }
}
