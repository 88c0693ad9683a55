import { Soon } from "./soon.ts";

export interface LaggingHost {
  readonly inFlight: number;
  /** True while somebody waits for messages that no call asked for. */
  readonly listening: boolean;
  /** Stops reading what VPP sends (true), or goes on. */
  pause(on: boolean): void;
}

/**
 * Has the connection pause for dumps whose readers lag behind, so that VPP waits. Only while every call in flight is
 * such a dump and nobody listens: whoever waits for anything else on this connection would wait for ever.
 */
export class LaggingReaders {
  readonly #host: LaggingHost;
  #count = 0;
  #paused = false;
  readonly #soon: Soon;

  constructor(host: LaggingHost) {
    this.#host = host;
    this.#soon = new Soon(
      () => this.look(),
      () => host.inFlight,
    );
  }

  /** True while nothing is read: silence is not VPP's then. */
  get paused(): boolean {
    return this.#paused;
  }

  /** A reader lags behind, or has caught up. */
  pressure(on: boolean): void {
    this.#count += on ? 1 : -1;
    this.#decide();
  }

  /** Calls or listeners came or went. */
  look(): void {
    if (this.#count > 0 || this.#paused) this.#decide();
  }

  /** As {@link look}, once the promise reactions due have run: they may make other calls. */
  lookSoon(): void {
    if (this.#count > 0) this.#soon.ask();
  }

  #decide(): void {
    const { inFlight, listening } = this.#host;
    const pause = this.#count > 0 && this.#count === inFlight && !listening;
    if (pause === this.#paused) return;
    this.#paused = pause;
    this.#host.pause(pause);
  }
}
