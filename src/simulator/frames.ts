/** Before each payload: u64 queue pointer, u32 length, u32 mark. */
export const FRAME_HEADER = 16;
const LENGTH_AT = 8;
/** VPP 26.06 takes any length (and dies of 2³²−16); a simulator in a test should say so instead of growing. */
const MAX_PAYLOAD = 1 << 28;

/** Takes a payload at `start`…`end` of `bytes`; returns false to be given the rest later, by `resume`. */
export type OnFrame = (bytes: Buffer, start: number, end: number) => boolean;

/**
 * Cuts what a client sends into payloads, as VPP 26.06 does (vlibmemory/socket_api.c): any number of frames a
 * chunk, frames over any number of chunks, payloads of less than two bytes swallowed. Written apart from the
 * client's framing on purpose: what both get wrong would go unseen.
 */
export class FrameSplitter {
  readonly #onFrame: OnFrame;
  /** What has come and isn't cut yet; joined once a frame is whole. */
  #chunks: Buffer[] = [];
  #have = 0;
  #need = FRAME_HEADER;
  #paused = false;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** @throws RangeError for a length no test means. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    if (!this.#paused) this.resume();
  }

  /** Goes on with what has come already. */
  resume(): void {
    this.#paused = false;
    if (this.#have === 0 || this.#have < this.#need) return;
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    let at = 0;
    this.#need = FRAME_HEADER;
    while (!this.#paused && bytes.length - at >= FRAME_HEADER) {
      const size = bytes.readUInt32BE(at + LENGTH_AT);
      if (size > MAX_PAYLOAD)
        throw new RangeError(`a frame of ${size} bytes, the simulator takes ${MAX_PAYLOAD}`);
      const start = at + FRAME_HEADER;
      if (start + size > bytes.length) {
        this.#need = FRAME_HEADER + size;
        break;
      }
      at = start + size;
      this.#paused = size >= 2 && !this.#onFrame(bytes, start, at);
    }
    this.#have = bytes.length - at;
    this.#chunks = this.#have === 0 ? [] : [bytes.subarray(at)];
  }
}
