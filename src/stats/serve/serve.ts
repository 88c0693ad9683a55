import { closeSync, statSync, unlinkSync } from "node:fs";
import {
  createMemoryFile,
  type DescriptorServer,
  type Libc,
  loadLibc,
  type Mapping,
  mapDescriptor,
  receiveDescriptor,
  SystemCallError,
  serveDescriptor,
} from "../../native/index.ts";
import { SegmentWriter } from "./segment-writer.ts";

/** As VPP names its own: readers without native code look for it in /proc. */
const MEMORY_NAME = "stat segment";
/** VPP's default (STAT_SEGMENT_DEFAULT_SIZE). */
const DEFAULT_SIZE = 32 << 20;

/** Milliseconds to find out whether somebody listens already. */
const LISTENER_LIMIT = 200;

export interface ServedSegment {
  readonly path: string;
  /** Readers see at once what it writes. After `close` it throws RangeErrors: its memory is gone. */
  readonly writer: SegmentWriter;
  /** Connections answered so far. */
  readonly served: number;
  close(): void;
}

/**
 * Serves a segment on a stats socket, as VPP does. Needs koffi. A socket that nobody listens on any more, left behind by
 * a process that was killed, is replaced.
 *
 * @throws SystemCallError, EADDRINUSE among them; Error without koffi
 */
export async function serveSegment(path: string, size: number = DEFAULT_SIZE): Promise<ServedSegment> {
  const libc = await nativeCalls();
  await removeLeft(libc, path);
  const fd = createMemoryFile(libc, MEMORY_NAME, size);
  let mapping: Mapping | undefined;
  let server: DescriptorServer;
  let writer: SegmentWriter;
  try {
    mapping = mapDescriptor(libc, fd, size, true);
    writer = new SegmentWriter(mapping.buffer);
    server = serveDescriptor(libc, path, fd);
  } catch (error) {
    mapping?.unmap();
    closeSync(fd);
    throw error;
  }
  const { unmap } = mapping;
  return {
    path,
    writer,
    get served() {
      return server.served;
    },
    close() {
      server.close();
      writer.memory.detach();
      unmap();
      closeSync(fd);
    },
  };
}

async function nativeCalls(): Promise<Libc> {
  try {
    return await loadLibc();
  } catch (cause) {
    throw new Error("a stats segment is served by native code: install koffi, an optional dependency", {
      cause,
    });
  }
}

/** Removes a socket file whose listener is gone; one in use is left for `bind` to complain of. */
async function removeLeft(libc: Libc, path: string): Promise<void> {
  if (!(statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false)) return;
  try {
    closeSync(await receiveDescriptor(libc, path, { timeout: LISTENER_LIMIT }));
  } catch (error) {
    if (error instanceof SystemCallError && error.code === "ECONNREFUSED") unlinkSync(path);
  }
}
