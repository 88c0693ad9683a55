/** What a transport tells. */
export interface TransportHandlers {
  /** It is open. Told before anything comes; a promise would be kept later where something else in the program throws. */
  opened(transport: Transport): void;
  /** So many bytes came. They are there for the time of the call only: the buffer is used again. */
  data(buffer: Buffer, size: number): void;
  /** After `write` said no: go on. */
  drain(): void;
  /** Nothing comes or goes any more; null where the other side just closed. Called once. */
  closed(error: Error | null): void;
}

/** How bytes travel. */
export interface Transport {
  /** Takes the bytes; `done` gives the buffer back, the oldest first. False: enough for now, wait for `drain`. */
  write(bytes: Buffer, done: () => void): boolean;
  pause(): void;
  resume(): void;
  /** Whether an open connection keeps the process running. */
  hold(on: boolean): void;
  /** Bytes written that the kernel hasn't taken yet. */
  readonly untaken: number;
  /**
   * Hands bytes to the kernel before it returns, in front of all that it hasn't taken: for a process or connection that
   * is about to end. Tries again until the time `until` where there is no room. False where it can't.
   */
  writeNow(bytes: Buffer, until: number): boolean;
  /**
   * Has a worker thread send these bytes if it ends without closing, as when it is terminated; null takes that
   * back. Does nothing in the main thread, which can do so itself, and where the FFI is missing.
   */
  atThreadEnd(bytes: Buffer | null): Promise<void>;
  destroy(): void;
}
