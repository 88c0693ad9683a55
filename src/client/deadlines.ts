/** Milliseconds that Node's timers hold at most: longer ones fire at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;
/** Deadlines are looked at no more often than this, in milliseconds. */
const SWEEP = 50;

/**
 * Runs `late` after so many milliseconds, and after what has come by then was read: a program that was busy doesn't
 * take its own silence for VPP's. One that was busy until then gives VPP a moment. Returns how to call it off.
 */
function lateAfter(milliseconds: number, late: () => void): () => void {
  if (milliseconds > LONGEST_TIMER) return () => {};
  let look: NodeJS.Immediate | undefined;
  const planned = performance.now() + milliseconds;
  let timer = setTimeout(() => {
    if (performance.now() - planned > SWEEP) timer = setTimeout(lookNow, SWEEP);
    else lookNow();
  }, milliseconds);
  const lookNow = (): void => {
    look = setImmediate(late);
  };
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
  /** The time that counts: calls made since, before which the program may have been busy again, aren't late yet. */
  #asOf: number | null = null;
  #at = Number.POSITIVE_INFINITY;
  /** When the timer is to fire. */
  #planned = 0;
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
    this.#wait(Math.min(Math.max(delay, 1), LONGEST_TIMER));
  }

  #wait(delay: number): void {
    clearTimeout(this.#timer);
    this.#planned = performance.now() + delay;
    this.#timer = setTimeout(this.#due, delay);
    this.#timer.unref();
  }

  /**
   * What has come while the program was busy is read before setImmediate: only VPP's silence counts. A request may have
   * been written just now, when the program came to it: then VPP gets a moment.
   */
  readonly #due = (): void => {
    const now = performance.now();
    const busy = now - this.#planned > SWEEP && this.#asOf === null;
    // Timers are of whole milliseconds and may be early by a part of one.
    this.#asOf ??= Math.max(now, this.#planned);
    if (busy) this.#wait(SWEEP);
    else this.#look = setImmediate(this.#sweep);
  };

  readonly #sweep = (): void => {
    const asOf = this.#asOf ?? performance.now();
    this.#asOf = null;
    this.#at = Number.POSITIVE_INFINITY;
    const next = this.#expire(asOf);
    if (Number.isFinite(next) && next < this.#at)
      this.#schedule(next, Math.max(next - performance.now(), SWEEP));
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
