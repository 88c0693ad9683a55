import { chmodSync, closeSync, unlinkSync } from "node:fs";
import { unixAddress } from "./address.ts";
import { AF_UNIX, MSG_NOSIGNAL, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_SEQPACKET } from "./constants.ts";
import { checked, type Libc } from "./libc.ts";
import { Message } from "./message.ts";

/** As VPP's clib_socket_init. */
const BACKLOG = 5;

export interface DescriptorServer {
  readonly path: string;
  /** Connections answered so far. */
  readonly served: number;
  /** Stops listening and removes the socket file. The descriptor stays the caller's. */
  close(): void;
}

/**
 * Listens on a SOCK_SEQPACKET socket and hands `fd` to whoever connects, then hangs up: the server's side of VPP's stats
 * socket. Throws SystemCallError where the path is taken or can't be made.
 */
export function serveDescriptor(libc: Libc, path: string, fd: number): DescriptorServer {
  const address = unixAddress(path);
  const listener = checked(
    libc,
    "socket",
    libc.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
  );
  try {
    checked(libc, "bind", libc.bind(listener, address.bytes, address.length), path);
    // Before anyone can connect: the owner's only.
    if (!path.startsWith("abstract:")) chmodSync(path, 0o600);
    checked(libc, "listen", libc.listen(listener, BACKLOG), path);
  } catch (error) {
    closeSync(listener);
    throw error;
  }
  const message = new Message(libc, 0);
  message.setDescriptors([fd]);
  let served = 0;
  let closed = false;
  const handle = libc.poll(listener, () => {
    for (;;) {
      const client = closed ? -1 : libc.accept4(listener, null, null, SOCK_CLOEXEC);
      if (client < 0) return;
      // A client that has already gone is its own business.
      if (libc.sendmsg(client, message.header, MSG_NOSIGNAL) >= 0) served++;
      closeSync(client);
    }
  });
  return {
    path,
    get served() {
      return served;
    },
    close() {
      if (closed) return;
      closed = true;
      handle.stop();
      closeSync(listener);
      if (!path.startsWith("abstract:")) unlinkSync(path);
    },
  };
}
