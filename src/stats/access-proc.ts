import { openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { VppStatsError } from "../errors/index.ts";
import { openOwned } from "./access-socket.ts";
import type { Opened } from "./source.ts";

/** The memfd's name in VPP (vlib/stats/init.c), as /proc shows it. */
const SEGMENT_LINK = "/memfd:stat segment (deleted)";

/**
 * Without native code: finds who listens on the socket, and opens the segment among its descriptors.
 * Needs root, or VPP's own user, and to be in its PID and network namespace.
 */
export async function openByProc(path: string): Promise<Opened> {
  const inodes = listenerInodes(path);
  if (inodes.size === 0) throw new VppStatsError("unavailable", `nobody listens on ${path} (/proc/net/unix)`);
  let denied = false;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const links = descriptorLinks(pid);
    if (links === null) denied = true;
    if (!links?.some(([, link]) => inodes.has(link))) continue;
    const segment = links.find(([, link]) => link === SEGMENT_LINK);
    if (segment !== undefined) return openOwned(openSync(`/proc/${pid}/fd/${segment[0]}`, "r"), "proc");
  }
  const why = denied ? "; other users' descriptors can't be seen" : "";
  throw new VppStatsError("unavailable", `no process that listens on ${path} shows a stats segment${why}`);
}

/** Whether somebody listens there, as far as this network namespace and the path's spelling show. */
export function listensOn(path: string): boolean {
  try {
    return listenerInodes(path).size > 0;
  } catch {
    return false;
  }
}

/** `socket:[INODE]` of the listening SOCK_SEQPACKET sockets on that path. */
function listenerInodes(path: string): Set<string> {
  const name = path.startsWith("abstract:") ? `@${path.slice("abstract:".length)}` : path;
  const inodes = new Set<string>();
  // Num RefCount Protocol Flags Type St Inode Path; type 5 is SOCK_SEQPACKET, flag 0x10000 a listener.
  for (const line of readFileSync("/proc/net/unix", "latin1").split("\n")) {
    const fields = /^\S+ \S+ \S+ (\S+) (\S+) \S+ +(\d+) (.*)$/.exec(line);
    if (fields === null || fields[4] !== Buffer.from(name, "utf8").toString("latin1")) continue;
    if (Number.parseInt(fields[2]!, 16) === 5 && Number.parseInt(fields[1]!, 16) & 0x10000) {
      inodes.add(`socket:[${fields[3]}]`);
    }
  }
  return inodes;
}

/** Null where they can't be seen. */
function descriptorLinks(pid: string): [string, string][] | null {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((fd): [string, string][] => {
      try {
        return [[fd, readlinkSync(`${folder}/${fd}`)]];
      } catch {
        return [];
      }
    });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : null;
  }
}
