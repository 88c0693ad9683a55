import { setMaxListeners } from "node:events";
import type { CallOptions } from "../../client/index.ts";

/** What calls fail with that Ctrl-C gave up. */
export class Cancelled extends Error {}

/** The calls made at the prompt, to be given up together. */
export class InFlight {
  #controller = freshController();

  /** A call's options, so that it can be given up. */
  options(options: CallOptions = {}): CallOptions {
    const { signal } = this.#controller;
    return {
      ...options,
      signal: options.signal === undefined ? signal : AbortSignal.any([options.signal, signal]),
    };
  }

  /** Gives up every call that is not answered yet. */
  cancel(): void {
    const controller = this.#controller;
    this.#controller = freshController();
    controller.abort(new Cancelled("cancelled"));
  }
}

function freshController(): AbortController {
  const controller = new AbortController();
  // Each call listens; more than ten at once are nothing to warn of.
  setMaxListeners(0, controller.signal);
  return controller;
}
