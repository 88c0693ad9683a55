import type { Call } from "./call.ts";

const FIRST_SIZE = 1024;

/**
 * Calls in flight by context. A ring of a power of two: a context's low bits are its place. Contexts count up
 * through all of u32 and skip taken places, so that one isn't used again soon after its call was given up.
 */
export class CallTable {
  #calls: (Call | undefined)[] = new Array(FIRST_SIZE).fill(undefined);
  #mask = FIRST_SIZE - 1;
  #next = 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** A context that no call has; also for messages that are in no table. */
  nextContext(): number {
    if (this.#size > this.#mask >> 1) this.#grow();
    let context = this.#next;
    while (this.#calls[context & this.#mask] !== undefined) context = (context + 1) >>> 0;
    this.#next = (context + 1) >>> 0;
    return context;
  }

  add(call: Call, context: number): void {
    call.context = context;
    this.#calls[context & this.#mask] = call;
    this.#size++;
  }

  get(context: number): Call | undefined {
    const call = this.#calls[context & this.#mask];
    return call !== undefined && call.context === context ? call : undefined;
  }

  /** False where the call is out already: whoever takes it out settles it. */
  remove(call: Call): boolean {
    const place = call.context & this.#mask;
    if (this.#calls[place] !== call) return false;
    this.#calls[place] = undefined;
    this.#size--;
    return true;
  }

  /** All calls, in no order; they may be removed meanwhile. */
  *[Symbol.iterator](): Generator<Call> {
    for (const call of this.#calls) if (call !== undefined) yield call;
  }

  #grow(): void {
    const size = (this.#mask + 1) * 2;
    const calls = new Array<Call | undefined>(size).fill(undefined);
    // Places that differ in fewer bits differ in more bits too.
    for (const call of this.#calls) if (call !== undefined) calls[call.context & (size - 1)] = call;
    this.#calls = calls;
    this.#mask = size - 1;
  }
}
