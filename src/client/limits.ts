import { VppStateError } from "../errors/index.ts";

/** What a client holds at most; docs/limits.md says what happens at each. */
export interface Limits {
  /** Calls in flight; more are refused. Default 1,048,576. */
  readonly maxInFlight: number;
  /** Bytes queued because VPP doesn't read; more calls are refused. Default 256 MiB. */
  readonly maxQueued: number;
  /** Bytes of one request. Default 16 MiB. */
  readonly maxRequest: number;
  /** Bytes of one message from VPP; beyond, the link is given up. Default 256 MiB. */
  readonly maxFrame: number;
  /**
   * Bytes of one dump kept for a loop that lags behind. The connection pauses for it long before, unless other
   * calls or listeners need it; then, beyond this, the dump fails. `toArray()` knows no limit. Default 256 MiB.
   */
  readonly maxBuffered: number;
  /** Events that a loop over `vpp.events()` may lag behind, unless it says otherwise. Default 1024. */
  readonly maxEvents: number;
  /** Bytes of the definitions that VPP serves, and of each file of them. Default 64 MiB. */
  readonly maxDefinitions: number;
}

/** Those that are given; what is left out or undefined has its default. */
export type LimitOptions = { readonly [K in keyof Limits]?: Limits[K] | undefined };

const DEFAULTS: Limits = {
  maxInFlight: 1 << 20,
  maxQueued: 1 << 28,
  maxRequest: 1 << 24,
  maxFrame: 1 << 28,
  maxBuffered: 1 << 28,
  maxEvents: 1024,
  maxDefinitions: 1 << 26,
};

/** The limits in force. @throws VppStateError for what is no limit. */
export function limitsOf(options: LimitOptions): Limits {
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof Limits)[]) {
    const given = options[name];
    if (given === undefined) continue;
    requireLimit(name, given);
    limits[name] = given;
  }
  return limits;
}

/** @throws VppStateError for what is no limit. */
export function requireLimit(name: string, given: number): void {
  if (given > 0 && (Number.isSafeInteger(given) || given === Number.POSITIVE_INFINITY)) return;
  throw new VppStateError(`${name}: expected a whole number above 0, or Infinity; got ${String(given)}`);
}
