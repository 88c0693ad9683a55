import { once } from "node:events";
import type { Socket } from "node:net";

/** VPP queues without bound for a client that doesn't read; here a dump waits at this many bytes. */
const CONGESTED_AT = 1 << 22;

/** What goes out on a socket: as it comes, or in small pieces one a turn. */
export class Outbox {
  readonly #socket: Socket;
  #piece = 0;
  #queue: Buffer[] = [];
  #running = false;
  #ending = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** From here on in pieces of `size` bytes; 0: as it comes, what waits first. */
  split(size: number): void {
    this.#piece = size;
  }

  write(bytes: Buffer): void {
    // What is behind an end would be taken for the rest of what was cut off by it.
    if (this.#ending || !this.#socket.writable) return;
    if (this.#piece === 0 && !this.#running) {
      this.#socket.write(bytes);
      return;
    }
    this.#queue.push(bytes);
    this.#run();
  }

  end(): void {
    this.#ending = true;
    if (!this.#running) this.#socket.end();
  }

  get congested(): boolean {
    return this.#socket.writableLength >= CONGESTED_AT;
  }

  /** Settles when there is room again, or nobody to send to. */
  async drained(): Promise<void> {
    if (!this.#socket.writableNeedDrain) return;
    const stop = new AbortController();
    const { signal } = stop;
    const ends = ["drain", "close"].map((event) => once(this.#socket, event, { signal }).catch(() => {}));
    await Promise.race(ends);
    stop.abort();
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => {
      this.#running = false;
      if (!this.#socket.writable) this.#queue = [];
      else if (this.#piece === 0) for (const bytes of this.#queue.splice(0)) this.#socket.write(bytes);
      else this.#writePiece();
      if (this.#queue.length > 0) this.#run();
      else if (this.#ending) this.#socket.end();
    });
  }

  #writePiece(): void {
    const first = this.#queue[0];
    if (first === undefined) return;
    this.#socket.write(first.subarray(0, this.#piece));
    if (first.length <= this.#piece) this.#queue.shift();
    else this.#queue[0] = first.subarray(this.#piece);
  }
}
