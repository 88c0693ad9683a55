/**
 * Calls back when the event loop has looked for what the system has to tell, once at least, from its beginning: the
 * first turn may be one that has looked already.
 */
export function afterPoll(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
