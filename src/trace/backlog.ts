import type { Side } from "../recording/index.ts";
import type { Tap } from "./tap.ts";

/** Bytes that wait to be looked at; more are looked at before anything else is passed on. */
const MAX_WAITING = 1 << 20;
/** Milliseconds that requests wait for an answer to come with. */
const PATIENCE = 5;

/**
 * Bytes that have been passed on and not yet looked at. Looking takes longer than passing on, and would keep a
 * quick VPP's answer waiting: so requests wait until an answer has gone to its client, who then has something to do.
 */
export class Backlog {
  #waiting: { readonly tap: Tap; readonly from: Side; readonly chunk: Buffer; readonly time: number }[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | null = null;

  add(tap: Tap, from: Side, chunk: Buffer, time: number): void {
    this.#waiting.push({ tap, from, chunk, time });
    this.#size += chunk.length;
    if (from === "vpp" || this.#size >= MAX_WAITING) this.work();
    // One timer for many requests: most have been looked at when it ends.
    else this.#timer ??= setTimeout(() => this.#late(), PATIENCE);
  }

  #late(): void {
    this.#timer = null;
    this.work();
  }

  /** Looks at everything now. */
  work(): void {
    if (this.#size === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#size = 0;
    for (const { tap, from, chunk, time } of waiting) tap.bytes(from, chunk, time);
  }
}
