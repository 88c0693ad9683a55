import { closeSync } from "node:fs";
import {
  createMemoryFile,
  type DescriptorServer,
  loadLibc,
  type Mapping,
  mapDescriptor,
  serveDescriptor,
} from "../../native/index.ts";
import { SegmentWriter } from "./segment-writer.ts";

/** As VPP names its own: readers without native code look for it in /proc. */
const MEMORY_NAME = "stat segment";
/** VPP's default (STAT_SEGMENT_DEFAULT_SIZE). */
const DEFAULT_SIZE = 32 << 20;

export interface ServedSegment {
  readonly path: string;
  /** Readers see at once what it writes. After `close` it throws RangeErrors: its memory is gone. */
  readonly writer: SegmentWriter;
  /** Connections answered so far. */
  readonly served: number;
  close(): void;
}

/** Serves a segment on a stats socket, as VPP does. Needs koffi. @throws SystemCallError; Error without koffi */
export async function serveSegment(path: string, size: number = DEFAULT_SIZE): Promise<ServedSegment> {
  const libc = await loadLibc();
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
