import { setImmediate } from "node:timers";

/** With more calls in flight there mostly is an answer already, and the program has better to do than to look for it. */
const FEW = 16;
/** Waits in which both ways are tried, in turn; and those for which the better one is kept then, sleeping for longer. */
const TRIED = 32;
const KEPT = 1024;
const KEPT_ASLEEP = 16 * KEPT;
/** Part of the time of a wait asleep that one awake may take to be the better one: it costs the processor's time. */
const WORTH = 0.8;

export interface PollingHost {
  readonly inFlight: number;
  /** Milliseconds. */
  now(): number;
}

/**
 * Keeps the event loop looking for an answer for a moment, instead of letting it sleep: on a core of its own VPP answers
 * most calls in less time than waking up takes. All else in the loop has its turn. Where VPP needs longer, or needs the
 * very core, looking is no quicker: so now and then both are tried, and what is better is done.
 */
export class BusyPoll {
  readonly #window: number;
  readonly #host: PollingHost;
  #polling = false;
  /** Looks until then. */
  #until = 0;
  /** When the oldest write went out that no bytes have followed yet; 0 for none. */
  #since = 0;
  /** Waits since a trial began. */
  #turn = 0;
  #kept = KEPT;
  #awake = 0;
  #asleep = 0;

  /** `window`: milliseconds that an answer is looked for; 0 for not at all. */
  constructor(window: number, host: PollingHost) {
    this.#window = window;
    this.#host = host;
  }

  /** Calls went out. */
  begin(): void {
    if (this.#window === 0 || !this.#awaited) return;
    const now = this.#host.now();
    if (this.#since === 0) this.#since = now;
    if (!this.#looks) return;
    this.#until = now + this.#window;
    if (this.#polling) return;
    this.#polling = true;
    setImmediate(this.#look);
  }

  /** Bytes came. */
  heard(now: number): void {
    if (this.#since === 0) return;
    // One wait that the machine spoilt is not to decide.
    const time = Math.min(now - this.#since, 2 * this.#window);
    this.#since = 0;
    if (this.#turn < TRIED) {
      if (this.#looks) this.#awake += time;
      else this.#asleep += time;
    }
    if (++this.#turn < TRIED + this.#kept) return;
    this.#kept = this.#looks ? KEPT : Math.min(2 * this.#kept, KEPT_ASLEEP);
    this.#turn = 0;
    this.#awake = 0;
    this.#asleep = 0;
  }

  get #awaited(): boolean {
    const { inFlight } = this.#host;
    return inFlight > 0 && inFlight <= FEW;
  }

  /** Whether this wait is one awake. */
  get #looks(): boolean {
    return this.#turn < TRIED ? this.#turn % 2 === 0 : this.#awake < WORTH * this.#asleep;
  }

  readonly #look = (): void => {
    this.#polling = this.#awaited && this.#looks && this.#host.now() < this.#until;
    if (this.#polling) setImmediate(this.#look);
  };
}
