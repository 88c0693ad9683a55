/**
 * A promise that may also be read as the one-message answer it is: without generated types, the kind of an
 * exchange isn't known to the compiler, and code that iterates or awaits has to be right in both cases.
 */
export interface Reply<T> extends Promise<T>, AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

class ReplyPromise<T> extends Promise<T> implements Reply<T> {
  async toArray(): Promise<T[]> {
    return [await (this as Promise<T>)];
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    yield await (this as Promise<T>);
  }
}
// `then` makes plain promises of it, and `await` takes it as it is: for both, V8 asks for the constructor.
Object.defineProperty(ReplyPromise.prototype, "constructor", { value: Promise });

/** What settles a promise. */
export interface Settlers<T = unknown> {
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

/** Those of the promise made last: an executor shared by all spares a closure a call. */
export const made: Settlers = { resolve: ignore, reject: ignore };

function ignore(): void {}

function executor(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
  made.resolve = resolve;
  made.reject = reject;
}

/** A new promise; take its settling functions out of {@link made} before anything else runs. */
export function makeReply(): Reply<unknown> {
  return new ReplyPromise<unknown>(executor);
}

/** A promise that failed before anything was sent. */
export function failedReply(error: unknown): Reply<never> {
  return new ReplyPromise<never>((_, reject) => reject(error));
}
