import { readFileSync, realpathSync } from "node:fs";

/**
 * The kernel writes the list in pieces, and sockets that come and go between two of them may hide one that stays: seen
 * once in 10,000 to 50,000 readings beside a client that connects without a pause (Linux 6.18). So an absence is looked
 * at again before it is believed.
 */
const LOOKS = 3;

/** Whether somebody listens there, as far as this network namespace and the path's spelling show. */
export function listensOn(path: string, list: () => string = readList): boolean {
  try {
    for (let look = 0; look < LOOKS; look++) if (listenerInodes(path, list()).size > 0) return true;
  } catch {
    // No /proc here.
  }
  return false;
}

/** `socket:[INODE]` of the listening SOCK_SEQPACKET sockets on that path. */
export function listenerInodes(path: string, list: string = readList()): Set<string> {
  const inodes = new Set<string>();
  const names = spellings(path).map((name) => ` ${Buffer.from(name, "utf8").toString("latin1")}`);
  // Num RefCount Protocol Flags Type St Inode Path; type 5 is SOCK_SEQPACKET, flag 0x10000 a listener.
  for (const line of list.split("\n")) {
    const name = names.find((name) => line.endsWith(name));
    if (name === undefined) continue;
    const fields = /^\S+ \S+ \S+ (\S+) (\S+) \S+ +(\d+)$/.exec(line.slice(0, -name.length));
    if (fields === null) continue;
    if (Number.parseInt(fields[2]!, 16) === 5 && Number.parseInt(fields[1]!, 16) & 0x10000) {
      inodes.add(`socket:[${fields[3]}]`);
    }
  }
  return inodes;
}

/** The list has the name that the listener bound, which may be another than ours: /run for /var/run. */
function spellings(path: string): string[] {
  if (path.startsWith("abstract:")) return [`@${path.slice("abstract:".length)}`];
  try {
    return [path, realpathSync(path)];
  } catch {
    return [path];
  }
}

function readList(): string {
  return readFileSync("/proc/net/unix", "latin1");
}
