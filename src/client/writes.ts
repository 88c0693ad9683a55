import { Slab } from "../codec/index.ts";
import { frameEnd, OUTPUT_SIZE, type Outbox } from "../protocol/index.ts";
import type { Transport } from "../transport/index.ts";

/**
 * Writes under way at most, and buffers kept for them. While so many wait the kernel has all it takes; what comes
 * meanwhile goes out in one, instead of in a new buffer at every tick.
 */
const WRITES = 4;

/** The writes of one link: whether another may go out, and the buffers they go out in. */
export class Writes {
  readonly #room: () => void;
  #blocked = false;
  readonly #spare: Slab[] = [];
  /** Slabs of the writes under way, the oldest first, and how much of each is in use. */
  readonly #slabs: Slab[] = [];
  readonly #used: number[] = [];

  /** `room` is called when there may be room for another write. */
  constructor(room: () => void) {
    this.#room = room;
  }

  get hasRoom(): boolean {
    return !this.#blocked && this.#slabs.length < WRITES;
  }

  /** Writes what is to be sent. Only while there is room. */
  write(outbox: Outbox, transport: Transport): void {
    if (outbox.queued === 0) {
      // All that was to be sent couldn't be encoded: the next call has to ask again.
      outbox.held();
      return;
    }
    const { slab } = outbox;
    const bytes = outbox.take(this.#spare.pop() ?? new Slab(OUTPUT_SIZE));
    this.#slabs.push(slab);
    this.#used.push(bytes.length);
    if (!transport.write(bytes, this.#written)) this.#blocked = true;
  }

  /** The rest of the frame that is with the kernel in part, where it hasn't taken the last `untaken` bytes. */
  cut(untaken: number): Buffer {
    let taken = this.#used.reduce((sum, used) => sum + used, 0) - untaken;
    for (const [i, { bytes, view }] of this.#slabs.entries()) {
      const used = this.#used[i] ?? 0;
      if (taken < used) {
        let end = 0;
        while (end < taken) end = frameEnd(view, end);
        return bytes.subarray(taken, end);
      }
      taken -= used;
    }
    return Buffer.alloc(0);
  }

  /** The transport takes more. */
  drained(): void {
    this.#blocked = false;
    this.#room();
  }

  /** The oldest write has ended; its slab is zeroed, as an outbox wants it, and kept. */
  readonly #written = (): void => {
    const slab = this.#slabs.shift();
    const used = this.#used.shift();
    if (slab !== undefined && slab.bytes.length === OUTPUT_SIZE) {
      // Buffer's own fill costs more than the sending of a small message.
      Uint8Array.prototype.fill.call(slab.bytes, 0, 0, used);
      this.#spare.push(slab);
    }
    if (this.hasRoom) this.#room();
  };
}
