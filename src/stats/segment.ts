import { VppStatsError } from "../errors/index.ts";
import { Directory } from "./directory.ts";
import { BASE_AT, EPOCH_AT, IN_PROGRESS_AT, VERSION, VERSION_AT } from "./layout.ts";
import type { SegmentMemory } from "./memory.ts";

/** Given back by a reading that saw the structure change without a new epoch: the directory is read again. */
export const STALE: unique symbol = Symbol("stale");

/** Turns of a busy loop before sleeping: most of VPP's changes take microseconds. */
const SPINS = 200;
/** Readings that fail under an unchanged epoch before the segment is called invalid. */
const INVALID_TRIES = 3;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * One VPP's segment. All reading goes through `read`, which runs it again until VPP changed nothing meanwhile.
 */
export class Segment {
  readonly memory: SegmentMemory;
  readonly directory: Directory;
  /** Milliseconds to wait for VPP to let go, or to keep still, before `busy`. */
  readonly patience: number;
  readonly #before: Uint32Array = new Uint32Array(10);
  readonly #after: Uint32Array = new Uint32Array(10);
  #base: readonly [number, number];
  #checkedAt = Number.NEGATIVE_INFINITY;

  /** @throws VppStatsError `invalid` when it is no segment, or one of another version */
  constructor(memory: SegmentMemory, patience: number) {
    this.memory = memory;
    this.patience = patience;
    this.directory = new Directory(memory);
    memory.loadHeader(this.#before);
    const version = this.#before[VERSION_AT]!;
    if (version !== VERSION || this.#before[VERSION_AT + 1] !== 0) {
      throw new VppStatsError("invalid", `segment: version ${version}, this reads version ${VERSION}`, {
        offset: 0,
      });
    }
    this.#base = [this.#before[BASE_AT]!, this.#before[BASE_AT + 1]!];
  }

  /** Of the last reading. */
  get epoch(): number {
    return this.#before[EPOCH_AT]! + this.#before[EPOCH_AT + 1]! * 0x1_0000_0000;
  }

  /**
   * Runs `body` on an up-to-date directory, again if VPP changed the structure under it. What it returns is of one epoch.
   * @param maxAge compare all of the directory's rows if that was not done for so many milliseconds
   * @throws VppStatsError `busy`, or what `body` throws on a segment that keeps still
   */
  read<T>(maxAge: number, body: () => T | typeof STALE): T {
    let deadline = 0;
    let failures = 0;
    for (let attempt = 0; ; attempt++) {
      this.memory.loadHeader(this.#before);
      let result: T | typeof STALE = STALE;
      let failure: unknown;
      if (this.#free(this.#before)) {
        try {
          this.#updateDirectory(maxAge);
          result = body();
        } catch (error) {
          failure = error;
        }
        this.memory.loadHeader(this.#after);
        if (this.#unchanged()) {
          if (failure === undefined && result !== STALE) return result;
          // Some changes come without an epoch: an error counts when it stays.
          if (failure !== undefined && ++failures >= INVALID_TRIES) throw failure;
          this.directory.invalidate();
        }
      }
      if (attempt === 0) deadline = performance.now() + this.patience;
      else this.#pause(attempt, deadline);
    }
  }

  close(): void {
    this.memory.close();
  }

  #free(header: Uint32Array): boolean {
    const [low, high] = this.#base;
    if (header[VERSION_AT] !== VERSION || header[BASE_AT] !== low || header[BASE_AT + 1] !== high) {
      throw new VppStatsError("invalid", "segment: its header was overwritten", { offset: 0 });
    }
    return header[IN_PROGRESS_AT] === 0 && header[IN_PROGRESS_AT + 1] === 0;
  }

  #unchanged(): boolean {
    for (let i = 0; i < 10; i++) if (this.#before[i] !== this.#after[i]) return false;
    return true;
  }

  #updateDirectory(maxAge: number): void {
    const now = maxAge === Number.POSITIVE_INFINITY ? 0 : performance.now();
    const thorough = now - this.#checkedAt >= maxAge;
    this.directory.update(this.#before, thorough);
    if (thorough) this.#checkedAt = now;
  }

  #pause(attempt: number, deadline: number): void {
    if (attempt < SPINS) return;
    if (performance.now() >= deadline) {
      const text = `segment: VPP kept changing it for ${this.patience} ms`;
      throw new VppStatsError("busy", text);
    }
    Atomics.wait(sleeper, 0, 0, 0.1);
  }
}
