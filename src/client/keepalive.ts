import type { Session } from "../protocol/index.ts";

/** So many times the time between pings may pass in silence. */
const PATIENCE = 10;

/** What a connection is to this. */
export interface Audible {
  /** When bytes came last, in the time of {@link now}. */
  readonly heardAt: number;
  /** True while nothing is read: silence is not VPP's then. */
  readonly paused: boolean;
  /** Milliseconds, from anywhere. */
  now(): number;
}

/**
 * Pings VPP after `interval` milliseconds of silence without calls, and calls `silent` with the length of a silence ten
 * times as long. Returns what ends it. Doesn't keep the process running.
 */
export function keepalive(
  interval: number,
  connection: Audible,
  session: Pick<Session, "inFlight" | "request">,
  silent: (time: number) => void,
): () => void {
  const limit = interval * PATIENCE;
  /** The pauses of our own don't count. */
  let listeningSince = connection.now();
  let looked = listeningSince;
  const silence = (): number => connection.now() - Math.max(connection.heardAt, listeningSince);
  // What came while the program itself was busy is read before setImmediate.
  const judge = (): void => {
    const time = silence();
    if (time > limit) silent(time);
  };
  const timer = setInterval(() => {
    const now = connection.now();
    const away = now - looked - interval;
    looked = now;
    if (connection.paused) listeningSince = now;
    // While the program was busy nothing was read, and VPP may not even have been asked.
    else if (away > interval) {
      listeningSince = Math.min(now, Math.max(connection.heardAt, listeningSince) + away);
    }
    if (silence() > limit) setImmediate(judge);
    else if (silence() > interval && session.inFlight === 0) {
      session.request("control_ping", {}, { timeout: Number.POSITIVE_INFINITY }).catch(() => {});
    }
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
