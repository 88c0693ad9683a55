import { closeSync, ftruncateSync } from "node:fs";
import { checked, type Libc } from "./libc.ts";

const MFD_CLOEXEC = 1;
const MFD_ALLOW_SEALING = 2;
const F_ADD_SEALS = 1033;
const F_GET_SEALS = 1034;
const F_SEAL_SHRINK = 2;

/** An anonymous file in memory that can no longer shrink, as VPP makes for its segments. Throws SystemCallError. */
export function createMemoryFile(libc: Libc, name: string, size: number): number {
  const fd = checked(libc, "memfd_create", libc.memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING), name);
  try {
    ftruncateSync(fd, size);
    checked(libc, "fcntl", libc.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK), "F_SEAL_SHRINK");
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Whether nobody can shorten the file any more, now that this has tried to see to it. Reading a mapping behind the end of
 * its file is SIGBUS, so only such a file may be mapped.
 */
export function cannotShrink(libc: Libc, fd: number): boolean {
  if (libc.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK) >= 0) return true;
  const seals = libc.fcntl(fd, F_GET_SEALS, 0);
  return seals >= 0 && (seals & F_SEAL_SHRINK) !== 0;
}
