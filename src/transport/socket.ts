import { connect, type Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
import { VppConnectionError } from "../errors/index.ts";
import { type LastWords, lastWords, loadLibc } from "../native/index.ts";
import { formatAddress, type SocketAddress } from "./address.ts";
import { afterPoll } from "./after-poll.ts";
import type { Transport, TransportHandlers } from "./transport.ts";
import { writeAll } from "./write-all.ts";

/** What one read takes at most: dumps are a fifth faster than with 256 kB (docs/performance.md). */
const READ_SIZE = 1 << 15;
/** Bytes the socket may hold before the writer is told to wait. */
const ENOUGH = 1 << 20;

/** What `net.connect` and `Server.listen` take. */
export function targetOf(address: SocketAddress): { path: string } | { host: string; port: number } {
  switch (address.kind) {
    case "unix":
      return { path: address.path };
    case "abstract":
      return { path: `\0${address.name}` };
    case "tcp":
      return { host: address.host, port: address.port };
  }
}

/**
 * Connects, and says `greeting`, also where connecting was given up: the system may have connected before Node tells of
 * that, and a VPP (26.06) that finds a connection ended on which nothing was said may spin for good. One whose answer
 * nobody takes is ended by VPP. A local socket is always connected by then. What a network hasn't connected when the
 * event loop has asked once more never reaches VPP: it may take minutes, and isn't waited for.
 *
 * Settles after `handlers.opened`.
 *
 * @throws VppConnectionError (`refused`) with the system's error as its cause, or the signal's reason.
 */
export function openSocket(
  address: SocketAddress,
  handlers: TransportHandlers,
  greeting: Buffer,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
    const callback = (size: number): boolean => {
      handlers.data(buffer, size);
      return true;
    };
    const socket = connect({ ...targetOf(address), onread: { buffer, callback } });
    const abort = (): void => {
      if (address.kind === "tcp") afterPoll(() => socket.destroy());
      reject(signal.reason);
    };
    const refused = (error: Error): void => {
      signal.removeEventListener("abort", abort);
      reject(
        new VppConnectionError(
          "refused",
          `cannot connect to ${formatAddress(address)}: ${error.message}${hintFor(address, error)}`,
          { cause: error },
        ),
      );
    };
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", refused);
    socket.once("connect", () => {
      signal.removeEventListener("abort", abort);
      socket.write(greeting);
      if (signal.aborted) {
        socket.destroy();
        return;
      }
      socket.removeListener("error", refused);
      socket.setNoDelay?.(true);
      handlers.opened(new SocketTransport(socket, handlers));
      resolve();
    });
  });
}

/** What mostly is the matter. */
function hintFor({ kind }: SocketAddress, { code }: NodeJS.ErrnoException): string {
  if (kind !== "unix") return "";
  switch (code) {
    case "ENOENT":
      return " (a VPP that runs makes it where its startup configuration has `socksvr { default }`)";
    case "ECONNREFUSED":
      return " (no VPP listens there any more)";
    case "EACCES":
      return " (it is open to VPP's user and group)";
    case "EPROTOTYPE":
      return " (a socket of another kind, as that of the stats segment is)";
    default:
      return "";
  }
}

class SocketTransport implements Transport {
  readonly #socket: Socket;
  #lastWords: LastWords | null = null;

  constructor(socket: Socket, handlers: TransportHandlers) {
    this.#socket = socket;
    let failure: Error | null = null;
    socket.on("error", (error) => {
      failure ??= error;
    });
    socket.on("drain", () => handlers.drain());
    socket.on("close", () => {
      this.#lastWords?.cancel();
      handlers.closed(failure);
    });
  }

  write(bytes: Buffer, done: () => void): boolean {
    if (this.#lastWords === null) this.#socket.write(bytes, done);
    else this.#writeWhole(bytes, done, this.#lastWords);
    return this.#socket.writableLength < ENOUGH;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  hold(on: boolean): void {
    if (on) this.#socket.ref();
    else this.#socket.unref();
  }

  get untaken(): number {
    const begun = this.#ofHandle("bytesWritten");
    return begun < 0 ? 0 : this.#socket.bytesWritten - begun + this.#ofHandle("writeQueueSize");
  }

  writeNow(bytes: Buffer, until: number): boolean {
    const fd = this.#ofHandle("fd");
    if (fd < 0 || !this.#socket.writable) return false;
    this.#lastWords?.cancel();
    return writeAll(fd, bytes, until);
  }

  async atThreadEnd(bytes: Buffer | null): Promise<void> {
    if (isMainThread) return;
    this.#lastWords?.cancel();
    this.#lastWords = null;
    if (bytes === null) return;
    try {
      const libc = await loadLibc();
      const fd = this.#ofHandle("fd");
      if (fd >= 0 && !this.#socket.destroyed) this.#lastWords = lastWords(libc, fd, bytes);
    } catch {
      // Without the FFI a terminated thread goes without a word, as a killed process does.
    }
  }

  /** Last words in the middle of a frame would be read as part of it. */
  #writeWhole(bytes: Buffer, done: () => void, words: LastWords): void {
    this.#socket.write(bytes, () => {
      if (this.#ofHandle("writeQueueSize") === 0) words.ready();
      done();
    });
    if (this.#ofHandle("writeQueueSize") > 0) words.hold();
  }

  /** Node tells neither the descriptor nor what the kernel has taken; its handle does. −1 where it is gone. */
  #ofHandle(name: "fd" | "bytesWritten" | "writeQueueSize"): number {
    const handle: unknown = Reflect.get(this.#socket, "_handle");
    const value: unknown = typeof handle === "object" && handle !== null ? Reflect.get(handle, name) : -1;
    return typeof value === "number" ? value : -1;
  }

  destroy(): void {
    this.#lastWords?.cancel();
    this.#socket.destroy();
  }
}
