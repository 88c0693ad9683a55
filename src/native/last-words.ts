import { closeSync } from "node:fs";
import { SystemCallError } from "./error.ts";
import { checked, type Libc } from "./libc.ts";

const F_DUPFD_CLOEXEC = 1030;

/** Bytes that go out on a descriptor if this thread ends before they are taken back. */
export interface LastWords {
  /** Not now: something else has been written in part. */
  hold(): void;
  /** Again. */
  ready(): void;
  /** Never, for good. Safe to call again. */
  cancel(): void;
}

/**
 * A worker thread that is terminated runs no more JavaScript, but libc runs the destructors of its thread-specific
 * data. Here that is `fclose`, of a stream on a duplicate of the descriptor with the words in its buffer.
 *
 * @throws SystemCallError.
 */
export function lastWords(libc: Libc, fd: number, words: Uint8Array): LastWords {
  const copy = checked(libc, "fcntl", libc.fcntl(fd, F_DUPFD_CLOEXEC, 0));
  const stream = libc.fdopen(copy, "w");
  if (stream === null) {
    closeSync(copy);
    throw new SystemCallError("fdopen", libc.errno(), "");
  }
  const key = new Uint32Array(1);
  const error = libc.pthread_key_create(key, libc.dlsym(null, "fclose"));
  if (error !== 0) {
    libc.fclose(stream);
    throw new SystemCallError("pthread_key_create", error, "");
  }
  const [number = 0] = key;
  libc.pthread_setspecific(number, stream);
  let buffered = false;
  let cancelled = false;
  const spoken: LastWords = {
    hold: () => {
      if (!buffered || cancelled) return;
      buffered = false;
      libc.__fpurge(stream);
    },
    ready: () => {
      if (buffered || cancelled) return;
      buffered = true;
      libc.fwrite(words, 1, words.length, stream);
    },
    cancel: () => {
      if (cancelled) return;
      spoken.hold();
      cancelled = true;
      libc.pthread_setspecific(number, null);
      libc.pthread_key_delete(number);
      libc.fclose(stream);
    },
  };
  spoken.ready();
  return spoken;
}
