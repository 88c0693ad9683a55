/** Milliseconds that Node's timers hold at most: longer ones fire at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;
/** Deadlines are looked at no more often than this, in milliseconds. */
const SWEEP = 50;

/**
 * Runs `late` after so many milliseconds, and after what has come by then was read: a program that was busy doesn't
 * take its own silence for VPP's. Returns how to call it off.
 */
function lateAfter(milliseconds: number, late: () => void): () => void {
  if (milliseconds > LONGEST_TIMER) return () => {};
  let look: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    look = setImmediate(late);
  }, milliseconds);
  return () => {
    clearTimeout(timer);
    clearImmediate(look);
  };
}

/** One timer for all deadlines of a link. It doesn't keep the process running. */
export class Deadlines {
  readonly #expire: (now: number) => number;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Immediate | undefined;
  #at = Number.POSITIVE_INFINITY;
  #stopped = false;

  /** `expire` deals with what is due and returns when to look again. Times are those of `performance.now()`. */
  constructor(expire: (now: number) => number) {
    this.#expire = expire;
  }

  /** Something is due at this time. */
  add(at: number): void {
    if (at < this.#at) this.#schedule(at, at - performance.now());
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
  }

  #schedule(at: number, delay: number): void {
    if (this.#stopped) return;
    this.#at = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#due, Math.min(Math.max(delay, 1), LONGEST_TIMER));
    this.#timer.unref();
  }

  /** What has come while the program was busy is read before setImmediate: only VPP's silence counts. */
  readonly #due = (): void => {
    this.#look = setImmediate(this.#sweep);
  };

  readonly #sweep = (): void => {
    this.#at = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const next = this.#expire(now);
    if (Number.isFinite(next) && next < this.#at) this.#schedule(next, Math.max(next - now, SWEEP));
  };
}

/**
 * Calls `giveUp` with the reason, once, when the signal is aborted, perhaps already, or the time is over. Returns what
 * calls that off.
 */
export function withinLimits(
  timeout: number,
  late: () => Error,
  signal: AbortSignal | undefined,
  giveUp: (reason: unknown) => void,
): () => void {
  const inTime = lateAfter(timeout, () => end(late()));
  const abort = (): void => end(signal?.reason);
  const callOff = (): void => {
    inTime();
    signal?.removeEventListener("abort", abort);
  };
  function end(reason: unknown): void {
    callOff();
    giveUp(reason);
  }
  if (signal?.aborted === true) abort();
  else signal?.addEventListener("abort", abort, { once: true });
  return callOff;
}
