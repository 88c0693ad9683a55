import type { Side } from "../recording/index.ts";
import type { Tap } from "./tap.ts";

/** Milliseconds that bytes may wait to be looked at, and how many of them. */
const PATIENCE = 10;
const MAX_WAITING = 1 << 16;

/**
 * Bytes that have been passed on and not yet looked at. Looking costs more than passing on, and several times more
 * for one message between two waits than for many in a row: done at once it would keep a client from its answer on
 * a machine whose processors are busy.
 */
export class Backlog {
  #waiting: { readonly tap: Tap; readonly from: Side; readonly chunk: Buffer; readonly time: number }[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | null = null;

  add(tap: Tap, from: Side, chunk: Buffer, time: number): void {
    this.#waiting.push({ tap, from, chunk, time });
    this.#size += chunk.length;
    if (this.#size >= MAX_WAITING) this.work();
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
