import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

/**
 * Listens on a path. A socket that nobody listens on any more, left behind by a process that was killed, is
 * replaced, as VPP does at its start; one that is in use is not.
 *
 * @throws the socket's error, EADDRINUSE among them.
 */
export async function listen(path: string, accept: (socket: Socket) => void): Promise<Server> {
  try {
    return await listenOnce(path, accept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || !(await isLeft(path))) throw error;
    rmSync(path);
    return listenOnce(path, accept);
  }
}

async function listenOnce(path: string, accept: (socket: Socket) => void): Promise<Server> {
  const server = createServer(accept);
  privately(() => server.listen(path));
  await once(server, "listening");
  // Again where the mask could not be set.
  if (!path.startsWith("\0")) chmodSync(path, OWNER_ONLY);
  return server;
}

const OWNER_ONLY = 0o600;

/** Makes a socket's file so that others can't connect, not even at first. A worker thread has no mask to set. */
function privately(make: () => void): void {
  if (!isMainThread) {
    make();
    return;
  }
  const before = process.umask(0o777 & ~OWNER_ONLY);
  try {
    make();
  } finally {
    process.umask(before);
  }
}

async function isLeft(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
  } finally {
    socket.destroy();
  }
}
