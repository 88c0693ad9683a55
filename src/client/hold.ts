/**
 * Milliseconds without a call after which the connection no longer keeps the process running. A socket let go and held
 * again between two calls would cost each of them.
 */
const RELEASE = 5;

export interface HoldHost {
  /** True while somebody waits for anything that comes over the connection. */
  readonly awaited: boolean;
  /** Keeps the process running (true), or no longer. */
  hold(on: boolean): void;
}

/** Has a connection keep the process running while anybody waits for it. As it comes, it does. */
export class Hold {
  readonly #host: HoldHost;
  #on = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: HoldHost) {
    this.#host = host;
  }

  /** Looks again: holds at once where it has to, and lets go a little later. */
  reconsider(): void {
    if (!this.#on) {
      if (this.#host.awaited) this.take();
    } else this.#timer ??= setTimeout(this.#release, RELEASE).unref();
  }

  /** Holds at once. */
  take(): void {
    if (this.#on) return;
    this.#on = true;
    this.#host.hold(true);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  readonly #release = (): void => {
    this.#timer = undefined;
    if (this.#host.awaited) return;
    this.#on = false;
    this.#host.hold(false);
  };
}
