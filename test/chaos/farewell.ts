// Who hangs up on a real VPP so that it may spin: clients, and the proxy. See docs/safety.md.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { HEADER } from "../../src/protocol/index.ts";

const SOCKCLNT_DELETE = 17;
/** sockclnt_create and sockclnt_delete with their headers. */
const HELLO = HEADER + 70;
const GOODBYE = HEADER + 14;

/** Watches every connection of this process to the socket at `path`; `rude` is told of each that ends so. */
export function watchFarewells(path: string, rude: (how: string) => void): () => void {
  const seen = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    // Node publishes the socket before it connects it, with its arguments in an array.
    wrap(socket, "connect", (before, args) => {
      const options: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
      // Afterwards, because connecting puts `write` back to the prototype's.
      const result = before();
      if ((options as { path?: string }).path === path) watch(socket, rude);
      return result;
    });
  };
  subscribe("net.client.socket", seen);
  return () => unsubscribe("net.client.socket", seen);
}

function wrap(
  socket: Socket,
  name: "connect" | "write" | "end" | "destroy",
  around: (before: () => unknown, args: readonly unknown[]) => unknown,
): void {
  const method: unknown = Reflect.get(socket, name);
  if (typeof method !== "function") throw new TypeError(name);
  const wrapped = (...args: unknown[]): unknown => around(() => Reflect.apply(method, socket, args), args);
  Reflect.set(socket, name, wrapped);
}

function watch(socket: Socket, rude: (how: string) => void): void {
  let written = 0;
  let goodbye = false;
  let over = false;
  socket.once("error", () => {
    over = true;
  });
  wrap(socket, "write", (before, [bytes]) => {
    if (bytes instanceof Uint8Array) {
      written += bytes.length;
      goodbye ||= isGoodbye(Buffer.from(bytes.subarray(-GOODBYE)));
    }
    return before();
  });
  const leaves = (before: () => unknown, [error]: readonly unknown[], closing: boolean): unknown => {
    // Node itself ends a connection with the error that it met.
    if (error instanceof Error) over = true;
    // What VPP still has to answer fails, and ends the connection from its side, unless we only stop to write.
    const answering = closing && (written === HELLO || socket.writableLength > 0);
    if (!over && !socket.readableEnded && !goodbye && !answering) {
      const calls = (new Error().stack ?? "").split("\n").filter((line) => !/farewell|node:/.test(line));
      rude(`a connection of ${written} bytes${calls.slice(1, 5).join("")}`);
    }
    over = true;
    return before();
  };
  wrap(socket, "end", (before, args) => leaves(before, args, false));
  wrap(socket, "destroy", (before, args) => leaves(before, args, true));
}

function isGoodbye(bytes: Buffer): boolean {
  return bytes.length === GOODBYE && bytes.readUInt16BE(HEADER) === SOCKCLNT_DELETE;
}
