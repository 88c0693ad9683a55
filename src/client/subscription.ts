import type { Fields } from "../codec/index.ts";
import { INVALID_REGISTRATION, VppApiError, VppConnectionError, VppTimeoutError } from "../errors/index.ts";
import type { Want } from "./want.ts";

/** How a subscription talks to VPP: sends the want message on the connection of now. */
export type SendWant = (want: Want, fields: Fields) => Promise<unknown>;

/**
 * Keeps VPP's idea of one subscription in step with ours: `want_…` goes out for the first listener and after a
 * reconnect, its opposite after the last listener has gone. One message at a time, so the last word counts.
 */
export class Subscription {
  readonly #want: Want;
  readonly #send: SendWant;
  readonly #report: (error: unknown) => void;
  #more: Fields;
  #wanted = false;
  #on = false;
  /** Whoever asked for it was told that it is there. */
  #agreed = false;
  #work: Promise<void> | null = null;
  /** Counts connections that were lost: what one of them confirmed says nothing of the next. */
  #epoch = 0;
  /** Counts what a request that failed for want of a connection is made again for. */
  #tries = 0;
  /** Ends the wait for it. */
  #wake: () => void = () => {};

  /** `report` hears what goes wrong and is tried again. */
  constructor(want: Want, more: Fields, send: SendWant, report: (error: unknown) => void) {
    this.#want = want;
    this.#more = more;
    this.#send = send;
    this.#report = report;
  }

  /**
   * Turns it on or off. Settles when VPP has agreed, perhaps the next one. What failed is tried again when asked for, and
   * by a reconnect.
   */
  set(wanted: boolean, more?: Fields): Promise<void> {
    this.#wanted = wanted;
    if (more !== undefined) this.#more = more;
    if (!wanted) this.#wake();
    return this.#sync();
  }

  /** The connection is gone, and with it the subscription on VPP's side. */
  lost(): void {
    this.#epoch++;
    this.#on = false;
  }

  /** There is a new connection. */
  restore(): Promise<void> {
    this.#again();
    return this.#wanted ? this.#sync() : Promise.resolve();
  }

  /** There will be no connection any more: whoever waits for one hears why. */
  end(): void {
    this.#again();
  }

  #sync(): Promise<void> {
    this.#work ??= this.#run().finally(() => {
      this.#work = null;
    });
    return this.#work;
  }

  async #run(): Promise<void> {
    while (this.#on !== this.#wanted) {
      const to = this.#wanted;
      const epoch = this.#epoch;
      const tries = this.#tries;
      try {
        await this.#send(this.#want, this.#want.fields(to, this.#more));
      } catch (error) {
        // Somebody subscribed on this connection already (VPP 26.06: -31 for a repeated subscription).
        if (!(error instanceof VppApiError) || error.retval !== INVALID_REGISTRATION) {
          // A VPP too busy to answer after a reconnect is asked until it does: whoever listens takes that for done.
          if (error instanceof VppTimeoutError && to && this.#agreed) {
            this.#report(error);
            continue;
          }
          if (!(error instanceof VppConnectionError)) throw error;
          // Without a link there is nobody to agree with: the next one is asked, for what is wanted then.
          if (tries === this.#tries && this.#on !== this.#wanted) await this.#nextTry();
          continue;
        }
      }
      if (epoch !== this.#epoch) continue;
      this.#on = to;
      this.#agreed = to;
    }
  }

  #again(): void {
    this.#tries++;
    this.#wake();
  }

  #nextTry(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
