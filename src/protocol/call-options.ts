/** What a caller may say of one call. */
export interface CallOptions {
  /** Milliseconds for this call; for a dump, between two messages. Infinity for none. Default: the client's. */
  readonly timeout?: number | undefined;
  /** Gives the call up; it fails with the signal's reason. VPP may still carry it out. */
  readonly signal?: AbortSignal | undefined;
  /** False: a negative retval is handed back in the reply instead of thrown. */
  readonly check?: boolean | undefined;
  /** Lets this call through even where it can kill VPP; the refusal says what to make sure of. Default false. */
  readonly unsafe?: boolean | undefined;
}
