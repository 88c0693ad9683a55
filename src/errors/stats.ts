import { VppError } from "./base.ts";

/**
 * - `unavailable`: the segment can't be reached (no socket, no permission, no way of access works)
 * - `lost`: VPP went away; the reader is looking for its successor
 * - `invalid`: the bytes make no sense: a wrong pointer, length, version
 * - `busy`: VPP kept changing the segment for longer than the reader waits
 * - `not-found`: no entry of that name
 * - `kind`: the entry is of another kind than asked for
 * - `pattern`: a pattern can't be understood
 * - `closed`: the reader was closed
 */
export type StatsErrorReason =
  | "unavailable"
  | "lost"
  | "invalid"
  | "busy"
  | "not-found"
  | "kind"
  | "pattern"
  | "closed";

/** The stats segment can't be read. No value is handed out with it: better none than a wrong one. */
export class VppStatsError extends VppError {
  readonly code = "VPP_STATS";
  readonly reason: StatsErrorReason;
  /** The entry's name, where it is about one. */
  readonly entry: string | null;
  /** Bytes from the start of the segment, where it is about some. */
  readonly offset: number | null;

  constructor(
    reason: StatsErrorReason,
    text: string,
    options?: { entry?: string | null; offset?: number | null; cause?: unknown },
  ) {
    super(text, options?.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.entry = options?.entry ?? null;
    this.offset = options?.offset ?? null;
  }
}
