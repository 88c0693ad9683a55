import { type FileHandle, open, stat } from "node:fs/promises";
import { MAX_DEFINITIONS, RecordingWriter, type Side } from "../recording/index.ts";

/** Bytes that may wait for a slow disk; what comes then is counted and left out. */
const MAX_WAITING = 1 << 26;

/** Milliseconds, and bytes, that are gathered before they are written. */
const GATHER = 20;
const ENOUGH = 1 << 16;

/** What a recording needs of a file. */
export interface RecordingTarget {
  /** Writes all of it, or throws and may have written some. */
  write(bytes: Buffer): Promise<void>;
  /** Cuts the file behind its first bytes, where it can. */
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** @throws the system's error: EEXIST for a file that is there already, which is never overwritten. */
export async function createRecording(path: string): Promise<RecordingTarget> {
  const known = await stat(path).catch(() => null);
  // A pipe or a device is written to as it is.
  const flags = known !== null && !known.isFile() ? "w" : "wx";
  return new FileTarget(await open(path, flags, 0o600));
}

class FileTarget implements RecordingTarget {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at);
      at += bytesWritten;
    }
  }

  async truncate(size: number): Promise<void> {
    await this.#file.truncate(size);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/**
 * Writes a recording while traffic goes on. Nothing here waits and nothing throws: a disk that is full ends the
 * recording after its last whole batch and is told once, one that is slow loses messages, and says how many.
 */
export class RecordingFile {
  readonly #target: RecordingTarget;
  readonly #failed: (error: Error) => void;
  readonly #writer = new RecordingWriter();
  readonly #start: number;
  #waiting: Buffer[] = [];
  #size = 0;
  /** Bytes that are surely in the file. */
  #written = 0;
  #writing: Promise<void> | null = null;
  #lost = 0;
  #ended = false;
  #ending = false;
  #hurry: () => void = () => {};
  /** Messages in the recording. */
  messages = 0;

  /**
   * @param start microseconds since 1970
   * @param failed hears once why the recording has ended
   */
  constructor(target: RecordingTarget, start: number, failed: (error: Error) => void) {
    this.#target = target;
    this.#failed = failed;
    this.#start = start;
    this.#add(this.#writer.header(start));
  }

  open(connection: number, time: number): void {
    if (!this.#over) this.#add(this.#writer.open(connection, time - this.#start));
  }

  frame(connection: number, from: Side, payload: Buffer, time: number): void {
    if (this.#over) return;
    if (this.#size > MAX_WAITING) {
      this.#lost++;
      return;
    }
    this.#tellLost(time);
    this.messages++;
    this.#add(this.#writer.frame(connection, time - this.#start, from, payload));
  }

  /** What messages are to be read with from now on, as `packDefinitions` gives it. */
  definitions(brotli: Buffer): void {
    if (!this.#over && brotli.length <= MAX_DEFINITIONS) this.#add(this.#writer.definitions(brotli));
  }

  /** A message that passed and can't be kept. */
  lost(time: number): void {
    this.#lost++;
    if (!this.#over && this.#size <= MAX_WAITING) this.#tellLost(time);
  }

  close(connection: number, time: number, by: Side | "trace", reason: string): void {
    if (!this.#over) this.#add(this.#writer.close(connection, time - this.#start, by, reason));
  }

  /** Ends the recording in order. */
  async end(time: number): Promise<void> {
    if (!this.#over) {
      this.#tellLost(time);
      this.#add(this.#writer.end(time - this.#start));
    }
    this.#ending = true;
    this.#hurry();
    while (this.#writing !== null) await this.#writing;
    if (this.#ended) return;
    this.#ended = true;
    await this.#target.close();
  }

  /** Nothing follows the end. */
  get #over(): boolean {
    return this.#ended || this.#ending;
  }

  #tellLost(time: number): void {
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.#add(this.#writer.lost(time - this.#start, lost));
  }

  #add(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    this.#writing ??= this.#write();
    if (this.#size >= ENOUGH) this.#hurry();
  }

  /** One write at a time; what comes meanwhile goes into the next. */
  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        await this.#gathered();
        const batch = Buffer.concat(this.#waiting);
        this.#waiting = [];
        await this.#target.write(batch);
        this.#size -= batch.length;
        this.#written += batch.length;
      }
    } catch (error) {
      await this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.#writing = null;
  }

  /** Gives what comes meanwhile time to go along: a write for each message would slow down the traffic. */
  #gathered(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ending || this.#size >= ENOUGH) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, GATHER);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #fail(error: Error): Promise<void> {
    this.#ended = true;
    this.#waiting = [];
    this.#failed(error);
    // The batch may have been written in part; its beginning would be taken for a killed process's.
    await this.#target.truncate(this.#written).catch(() => {});
    await this.#target.close().catch(() => {});
  }
}
