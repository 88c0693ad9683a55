import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type ServerOpts, type Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

export interface ListenOptions extends ServerOpts {
  /** Who may connect, as bits of a file's mode; the owner alone unless told. */
  readonly mode?: number;
}

/**
 * Listens on a path. A socket that nobody listens on any more, left behind by a process that was killed, is
 * replaced, as VPP does at its start; one that is in use is not.
 *
 * @throws the socket's error, EADDRINUSE among them.
 */
export async function listen(
  path: string,
  accept: (socket: Socket) => void,
  options: ListenOptions = {},
): Promise<Server> {
  try {
    return await listenOnce(path, accept, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || !(await isLeft(path))) throw error;
    rmSync(path);
    return listenOnce(path, accept, options);
  }
}

async function listenOnce(
  path: string,
  accept: (socket: Socket) => void,
  { mode = OWNER_ONLY, ...options }: ListenOptions,
): Promise<Server> {
  const server = createServer(options, accept);
  privately(() => server.listen(path));
  await once(server, "listening");
  // Again where the mask could not be set, or others may connect.
  if (!path.startsWith("\0")) chmodSync(path, mode);
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
