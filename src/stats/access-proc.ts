import { openSync, readdirSync, readlinkSync } from "node:fs";
import { VppStatsError } from "../errors/index.ts";
import { openOwned } from "./access-socket.ts";
import { listenerInodes } from "./listeners.ts";
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
