import { closeSync, fstatSync } from "node:fs";
import { VppStatsError } from "../errors/index.ts";
import { cannotShrink, loadLibc, mapDescriptor, receiveDescriptor } from "../native/index.ts";
import { DescriptorMemory } from "./memory-descriptor.ts";
import { ViewMemory } from "./memory-view.ts";
import type { Opened, OpenRequest } from "./source.ts";

/** Receives the descriptor and maps it. */
export async function openMapped(path: string, request: OpenRequest): Promise<Opened> {
  const libc = await loadLibc();
  const fd = await receiveDescriptor(libc, path, request);
  try {
    const { size } = fstatSync(fd);
    // A file that shrinks under its mapping kills the reader (SIGBUS). VPP seals its own, except on huge pages.
    if (!cannotShrink(libc, fd)) {
      throw new VppStatsError(
        "unavailable",
        "the segment's file isn't sealed against shrinking: read it instead",
      );
    }
    const mapping = mapDescriptor(libc, fd, size);
    try {
      const memory = new ViewMemory(mapping.buffer, () => mapping.unmap());
      return { memory, access: "map", identity: descriptorIdentity(fd) };
    } catch (error) {
      mapping.unmap();
      throw error;
    }
  } finally {
    closeSync(fd);
  }
}

/** Receives the descriptor and reads from it. */
export async function openReceived(path: string, request: OpenRequest): Promise<Opened> {
  const fd = await receiveDescriptor(await loadLibc(), path, request);
  return openOwned(fd, "read");
}

/** Takes the descriptor over; closes it where it is no segment. */
export function openOwned(fd: number, access: "read" | "proc"): Opened {
  try {
    return { memory: new DescriptorMemory(fd), access, identity: descriptorIdentity(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function descriptorIdentity(fd: number): string {
  const { dev, ino } = fstatSync(fd);
  return `${dev}:${ino}`;
}
