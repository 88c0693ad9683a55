import type { Call } from "./call.ts";

interface Watch {
  readonly calls: Set<Call>;
  readonly abort: () => void;
}

/**
 * Has signals give calls up. All calls of one signal share a listener: a program that gives up a whole job by one signal
 * has many, and Node warns of more than ten.
 */
export class Signals {
  readonly #watches = new Map<AbortSignal, Watch>();
  readonly #giveUp: (call: Call, reason: unknown) => void;

  constructor(giveUp: (call: Call, reason: unknown) => void) {
    this.#giveUp = giveUp;
  }

  /** Until the call has ended. */
  add(call: Call, signal: AbortSignal): void {
    const watch = this.#watches.get(signal) ?? this.#watch(signal);
    watch.calls.add(call);
    call.unlisten = () => {
      watch.calls.delete(call);
      if (watch.calls.size > 0) return;
      this.#watches.delete(signal);
      signal.removeEventListener("abort", watch.abort);
    };
  }

  #watch(signal: AbortSignal): Watch {
    const calls = new Set<Call>();
    const abort = (): void => {
      for (const call of [...calls]) this.#giveUp(call, signal.reason);
    };
    const watch = { calls, abort };
    this.#watches.set(signal, watch);
    signal.addEventListener("abort", abort);
    return watch;
  }
}
