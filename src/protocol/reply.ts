/**
 * A promise that may also be read as the one-message answer it is: without generated types, the kind of an
 * exchange isn't known to the compiler, and code that iterates or awaits has to be right in both cases.
 */
export interface Reply<T> extends Promise<T>, AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

const prototype: object = Object.create(Promise.prototype, {
  toArray: {
    value: async function toArray<T>(this: Promise<T>): Promise<T[]> {
      return [await this];
    },
  },
  [Symbol.asyncIterator]: {
    value: async function* iterate<T>(this: Promise<T>): AsyncGenerator<T> {
      yield await this;
    },
  },
});

/** The settling functions of the promise made last: an executor shared by all spares a closure a call. */
export interface Settlers {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export const made: Settlers = { resolve: ignore, reject: ignore };

function ignore(): void {}

function executor(resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
  made.resolve = resolve;
  made.reject = reject;
}

/** A new promise; take its settling functions out of {@link made} before anything else runs. */
export function makeReply(): Reply<unknown> {
  // The constructor stays Promise, so `await` takes its short way.
  return Object.setPrototypeOf(new Promise<unknown>(executor), prototype);
}

/** A promise that failed before anything was sent. */
export function failedReply(error: unknown): Reply<never> {
  return Object.setPrototypeOf(Promise.reject(error), prototype);
}
