import { OUTPUT_SIZE, type Session } from "../protocol/index.ts";
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
  #underWay = 0;
  readonly #spare: Buffer[] = [];

  /** `room` is called when there may be room for another write. */
  constructor(room: () => void) {
    this.#room = room;
  }

  get hasRoom(): boolean {
    return !this.#blocked && this.#underWay < WRITES;
  }

  /** Writes what the session has. Only while there is room. */
  write(session: Session, transport: Transport): void {
    if (session.queued === 0) {
      // All that was to be sent couldn't be encoded: the next call has to ask again.
      session.outputHeld();
      return;
    }
    const bytes = session.takeOutput(this.#spare.pop() ?? Buffer.alloc(OUTPUT_SIZE));
    this.#underWay++;
    if (!transport.write(bytes, this.#written)) this.#blocked = true;
  }

  /** The transport takes more. */
  drained(): void {
    this.#blocked = false;
    this.#room();
  }

  readonly #written = (bytes: Buffer): void => {
    this.#underWay--;
    this.#recycle(bytes);
    if (this.hasRoom) this.#room();
  };

  /** The session writes into zeroed buffers only; a write gives back the used part. */
  #recycle(bytes: Buffer): void {
    if (this.#spare.length >= WRITES || bytes.byteOffset !== 0 || bytes.buffer.byteLength !== OUTPUT_SIZE)
      return;
    bytes.fill(0);
    this.#spare.push(Buffer.from(bytes.buffer));
  }
}
