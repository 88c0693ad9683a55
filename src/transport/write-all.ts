import { writeSync } from "node:fs";

/** Milliseconds to wait for room in the socket before the next try. */
const PAUSE = 1;

/**
 * Writes to a descriptor that doesn't block, in this very moment, and again until the time `until` (of
 * `performance.now()`) where it has no room. False where something is left.
 */
export function writeAll(fd: number, bytes: Buffer, until: number): boolean {
  const room = new Int32Array(new SharedArrayBuffer(4));
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() >= until) return false;
      Atomics.wait(room, 0, 0, PAUSE);
    }
  }
  return true;
}
