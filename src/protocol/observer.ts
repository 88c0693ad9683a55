import type { Fields } from "../codec/descriptor.ts";

interface Watched {
  /** Asked each time: what nobody wants is not put together. */
  readonly hasSubscribers: boolean;
}

/** Who watches the calls of a session. None of this may throw. */
export interface CallObserver {
  readonly requests: Watched;
  readonly replies: Watched;
  readonly errors: Watched;
  /** A request was written; its fields as the caller gave them. */
  request(name: string, context: number, fields: Fields): void;
  /** Its answer has come, for a dump the message that ends it; perhaps a refusal. Milliseconds since it was made. */
  reply(name: string, context: number, retval: number, duration: number, fields: Fields): void;
  /** A call failed; without a context it was never sent. */
  error(name: string, context: number | null, duration: number, error: unknown): void;
}

const NOBODY: Watched = { hasSubscribers: false };

export const unobserved: CallObserver = {
  requests: NOBODY,
  replies: NOBODY,
  errors: NOBODY,
  request: () => {},
  reply: () => {},
  error: () => {},
};
