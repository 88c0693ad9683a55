import { readFileSync, statSync } from "node:fs";
import { VppStatsError } from "../errors/index.ts";
import { openByProc } from "./access-proc.ts";
import { openMapped, openReceived } from "./access-socket.ts";
import type { SegmentMemory } from "./memory.ts";
import { DescriptorMemory } from "./memory-descriptor.ts";
import { memoryOfBytes } from "./memory-view.ts";
import type { StatsAccess } from "./types.ts";

/** A segment's bytes, and whose they are. */
export interface Opened {
  readonly memory: SegmentMemory;
  readonly access: StatsAccess | "recording";
  /** Device and inode of the file behind it: another VPP's segment has another. Null for recordings. */
  readonly identity: string | null;
}

export interface OpenRequest {
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

type Way = (path: string, request: OpenRequest) => Promise<Opened>;

/** In the order they are tried: fastest first. */
const WAYS: Readonly<Record<StatsAccess, Way>> = { map: openMapped, read: openReceived, proc: openByProc };

/** @throws VppStatsError `unavailable`, saying what each way failed of; `invalid` */
export async function openSocket(
  path: string,
  access: StatsAccess | undefined,
  request: OpenRequest,
): Promise<Opened> {
  const names = access === undefined ? (["map", "read", "proc"] as const) : [access];
  const failures: string[] = [];
  let cause: unknown;
  for (const name of names) {
    const way = WAYS[name];
    if (way === undefined)
      throw new VppStatsError("unavailable", `no access ${JSON.stringify(name)}: map, read or proc`);
    try {
      return await way(path, request);
    } catch (error) {
      request.signal?.throwIfAborted();
      cause ??= error;
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new VppStatsError("unavailable", `stats segment of ${path}: ${failures.join("; ")}`, { cause });
}

/** A recorded segment, read whole. @throws VppStatsError `unavailable`, `invalid` */
export function openFile(path: string): Opened {
  try {
    return { memory: memoryOfBytes(readFileSync(path)), access: "recording", identity: null };
  } catch (cause) {
    if (cause instanceof VppStatsError) throw cause;
    throw new VppStatsError("unavailable", `stats segment in ${path}: ${String(cause)}`, { cause });
  }
}

/** A descriptor that the caller got otherwise; it belongs to the reader from now on. @throws VppStatsError `invalid` */
export function openDescriptor(fd: number): Opened {
  return { memory: new DescriptorMemory(fd), access: "read", identity: null };
}

/** What changes when another process binds the socket; null when there is no such file. */
export function socketIdentity(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.ctimeMs}`;
}
