import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unixAddress } from "./address.ts";
import {
  AF_UNIX,
  EAGAIN,
  ECONNRESET,
  ETIMEDOUT,
  MSG_CMSG_CLOEXEC,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
} from "./constants.ts";
import { SystemCallError } from "./error.ts";
import { checked, type Libc } from "./libc.ts";
import { Message } from "./message.ts";

export interface ReceiveOptions {
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to a SOCK_SEQPACKET socket and takes the one descriptor that the server sends at once
 * (VPP vlib/stats/init.c: no data bytes, one SCM_RIGHTS, then the end). Never blocks the event loop.
 * Throws SystemCallError; ETIMEDOUT when the server accepts but says nothing. The caller closes the descriptor.
 */
export async function receiveDescriptor(libc: Libc, path: string, options: ReceiveOptions): Promise<number> {
  const address = unixAddress(path);
  const deadline = performance.now() + options.timeout;
  const type = SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const socket = checked(libc, "socket", libc.socket(AF_UNIX, type, 0));
  try {
    // EAGAIN: the listener's backlog is full.
    while (libc.connect(socket, address.bytes, address.length) < 0) {
      const errno = libc.errno();
      if (errno !== EAGAIN) throw new SystemCallError("connect", errno, path);
      await pause(path, deadline, options.signal);
    }
    const message = new Message(libc, 1);
    for (let wait = 0; libc.recvmsg(socket, message.header, MSG_CMSG_CLOEXEC) < 0; wait++) {
      const errno = libc.errno();
      if (errno !== EAGAIN) throw new SystemCallError("recvmsg", errno, path);
      // The server mostly answers within microseconds: give it a few turns of the loop before sleeping.
      if (wait < 8) await new Promise((resolve) => setImmediate(resolve));
      else await pause(path, deadline, options.signal);
    }
    return onlyDescriptor(message, path);
  } finally {
    closeSync(socket);
  }
}

function onlyDescriptor(message: Message, path: string): number {
  const [fd, ...more] = message.descriptors();
  for (const stray of more) closeSync(stray);
  if (fd === undefined) throw new SystemCallError("recvmsg", ECONNRESET, `${path} sent no descriptor`);
  return fd;
}

async function pause(path: string, deadline: number, signal: AbortSignal | undefined): Promise<void> {
  if (performance.now() >= deadline) throw new SystemCallError("recvmsg", ETIMEDOUT, path);
  await sleep(1, undefined, { signal });
}
