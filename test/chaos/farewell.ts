// Who hangs up on a real VPP so that it may spin: clients, and the proxy. See docs/safety.md.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
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
  const stop = watchDescriptors();
  return () => {
    unsubscribe("net.client.socket", seen);
    stop();
  };
}

/** What is written to the socket of each descriptor. */
const heard = new Map<number, (bytes: Uint8Array) => void>();

/** The client's last words go past Node's stream, to the descriptor. */
function watchDescriptors(): () => void {
  const before = fs.writeSync;
  const wrapped = (...args: unknown[]): unknown => {
    const size: unknown = Reflect.apply(before, fs, args);
    const [fd, bytes, at = 0] = args;
    if (typeof fd === "number" && bytes instanceof Uint8Array)
      heard.get(fd)?.(bytes.subarray(Number(at), Number(at) + Number(size)));
    return size;
  };
  Reflect.set(fs, "writeSync", wrapped);
  syncBuiltinESMExports();
  return () => {
    fs.writeSync = before;
    syncBuiltinESMExports();
  };
}

function descriptorOf(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, "_handle");
  const fd: unknown = typeof handle === "object" && handle !== null ? Reflect.get(handle, "fd") : -1;
  return typeof fd === "number" ? fd : -1;
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

/** Where Node keeps the function that gets what was read into a buffer of its owner's: it emits no `data` then. */
function readerOf(socket: Socket): { symbol: symbol; read: (...args: unknown[]) => unknown } | null {
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "kBufferCb");
  if (symbol === undefined) throw new TypeError("this Node has no kBufferCb");
  const read: unknown = Reflect.get(socket, symbol);
  return typeof read === "function" ? { symbol, read: (...args) => Reflect.apply(read, socket, args) } : null;
}

/** Tells of all that is read. */
function overhear(socket: Socket, heard: (bytes: Uint8Array) => void): void {
  const reader = readerOf(socket);
  if (reader === null) {
    socket.on("data", (chunk: Buffer) => heard(chunk));
    return;
  }
  const { symbol, read } = reader;
  Reflect.set(socket, symbol, (size: number, buffer: Uint8Array) => {
    heard(buffer.subarray(0, size));
    return read(size, buffer);
  });
}

function watch(socket: Socket, rude: (how: string) => void): void {
  let written = 0;
  let read = 0;
  let greeting = Number.POSITIVE_INFINITY;
  overhear(socket, (bytes) => {
    if (read === 0 && bytes.length >= HEADER) greeting = HEADER + Buffer.from(bytes).readUInt32BE(8);
    read += bytes.length;
  });
  let goodbye = false;
  let over = false;
  socket.once("error", () => {
    over = true;
  });
  const hear = (bytes: Uint8Array): void => {
    written += bytes.length;
    goodbye ||= isGoodbye(Buffer.from(bytes.subarray(-GOODBYE)));
  };
  wrap(socket, "write", (before, [bytes]) => {
    if (bytes instanceof Uint8Array) hear(bytes);
    return before();
  });
  let fd = -1;
  socket.once("connect", () => {
    fd = descriptorOf(socket);
    heard.set(fd, hear);
  });
  socket.once("close", () => {
    if (heard.get(fd) === hear) heard.delete(fd);
  });
  const leaves = (before: () => unknown, [error]: readonly unknown[], closing: boolean): unknown => {
    // Node itself ends a connection with the error that it met.
    if (error instanceof Error) over = true;
    // What VPP still has to answer fails, and ends the connection from its side, unless we only stop to write.
    const greeted = written > HELLO || read >= greeting;
    const answering = closing && (!greeted || socket.writableLength > 0);
    if (!over && !socket.readableEnded && !goodbye && !answering) {
      const calls = (new Error().stack ?? "").split("\n").filter((line) => !/farewell|node:/.test(line));
      rude(`a connection of ${written} bytes, ${read} read${calls.slice(1, 5).join("")}`);
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
