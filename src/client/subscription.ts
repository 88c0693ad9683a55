import type { Fields } from "../codec/index.ts";
import { INVALID_REGISTRATION, VppApiError, VppConnectionError } from "../errors/index.ts";
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
  #more: Fields;
  #wanted = false;
  #on = false;
  #work: Promise<void> | null = null;
  /** Counts connections: what one of them confirmed says nothing of the next. */
  #epoch = 0;

  constructor(want: Want, more: Fields, send: SendWant) {
    this.#want = want;
    this.#more = more;
    this.#send = send;
  }

  /** Turns it on or off. Settles when VPP has agreed. What failed is tried again when asked for, and by a reconnect. */
  set(wanted: boolean, more?: Fields): Promise<void> {
    this.#wanted = wanted;
    if (more !== undefined) this.#more = more;
    return this.#sync();
  }

  /** The connection is gone, and with it the subscription on VPP's side. */
  lost(): void {
    this.#epoch++;
    this.#on = false;
  }

  /** There is a new connection. */
  restore(): Promise<void> {
    return this.#wanted ? this.#sync() : Promise.resolve();
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
      try {
        await this.#send(this.#want, this.#want.fields(to, this.#more));
      } catch (error) {
        // Somebody subscribed on this connection already (VPP 26.06: -31 for a repeated subscription).
        if (!(error instanceof VppApiError) || error.retval !== INVALID_REGISTRATION) {
          // Without a link there is nothing to agree on: the next one restores what is wanted then.
          if (error instanceof VppConnectionError) return;
          throw error;
        }
      }
      if (epoch === this.#epoch) this.#on = to;
    }
  }
}
