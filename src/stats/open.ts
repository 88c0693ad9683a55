import { VppStatsError } from "../errors/index.ts";
import { SegmentLink } from "./link.ts";
import { memoryOfBytes } from "./memory-view.ts";
import { type Opened, openDescriptor, openFile, openSocket, socketIdentity } from "./source.ts";
import { Stats } from "./stats.ts";
import type { StatsAccess } from "./types.ts";

export const DEFAULT_STATS_SOCKET = "/run/vpp/stats.sock";
const DEFAULT_TIMEOUT = 5000;
const DEFAULT_PATIENCE = 1000;

export interface OpenStatsOptions {
  /** VPP's stats socket, a path or `abstract:NAME`. `$VPP_STATS_SOCKET` unless told, else `/run/vpp/stats.sock`. */
  readonly socket?: string | undefined;
  /** Instead of a socket: a recorded segment. */
  readonly file?: string | undefined;
  /** Instead of a socket: a recorded segment's bytes; they are copied. */
  readonly bytes?: Uint8Array | undefined;
  /** Instead of a socket: a segment's descriptor; it is the reader's from now on. */
  readonly fd?: number | undefined;
  /** Insist on one way to the socket's segment. Unless told, the fastest that works: map, read, proc. */
  readonly access?: StatsAccess | undefined;
  /** Milliseconds to connect. 5000 unless told. */
  readonly timeout?: number | undefined;
  /** Milliseconds that a reading waits for VPP to finish a change of the segment before it throws `busy`. 1000 unless told. */
  readonly patience?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens VPP's stats segment.
 *
 *     using stats = await openStats();
 *     const rx = stats.get("/if/rx", "combined");
 *     console.log(rx.sum(1).packets, rx.bytes(0, 1));
 *
 * @throws VppStatsError `unavailable` when no way leads to it, `invalid` when it is no segment of version 2
 */
export async function openStats(options: OpenStatsOptions = {}): Promise<Stats> {
  const { access, timeout = DEFAULT_TIMEOUT, patience = DEFAULT_PATIENCE } = options;
  const recording = openRecording(options);
  if (recording !== null) {
    return new Stats(new SegmentLink({ socket: null, access, timeout, patience }, recording, null));
  }
  // Set to nothing counts as not set, as with connect().
  const socket = options.socket ?? (process.env.VPP_STATS_SOCKET || DEFAULT_STATS_SOCKET);
  const file = socketIdentity(socket);
  const opened = await openSocket(socket, access, { timeout, signal: options.signal });
  return new Stats(new SegmentLink({ socket, access, timeout, patience }, opened, file));
}

function openRecording(options: OpenStatsOptions): Opened | null {
  const given = [options.socket, options.file, options.bytes, options.fd].filter((x) => x !== undefined);
  if (given.length > 1) throw new VppStatsError("unavailable", "give one of socket, file, bytes, fd");
  if (options.file !== undefined) return openFile(options.file);
  if (options.fd !== undefined) return openDescriptor(options.fd);
  if (options.bytes === undefined) return null;
  return { memory: memoryOfBytes(options.bytes), access: "recording", identity: null };
}
