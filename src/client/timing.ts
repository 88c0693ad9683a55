import { VppStateError } from "../errors/index.ts";
import { requireDuration, requireSignal } from "../protocol/index.ts";
import { LONGEST_TIMER } from "./deadlines.ts";
import { type ConnectOptions, DEFAULT_TIMEOUT, type ReconnectOptions } from "./options.ts";

/** VPP answers most calls in half of it. */
const BUSY_POLL = 0.05;

/** {@link ReconnectOptions} with what is meant where they are left out. */
export interface ReconnectTiming {
  readonly min: number;
  readonly max: number;
  readonly retries: number;
}

/** What a client's options say of time. */
export interface Timing {
  readonly timeout: number;
  readonly wait: number;
  /** Null for never. */
  readonly keepalive: number | null;
  readonly busyPoll: number;
  readonly reconnect: ReconnectTiming | null;
}

/** @throws VppStateError for what is no time, no number of tries or no signal. */
export function timingOf(options: ConnectOptions): Timing {
  const { timeout = DEFAULT_TIMEOUT, wait = 0, busyPoll = BUSY_POLL } = options;
  const { keepalive = Number.POSITIVE_INFINITY } = options;
  requireDuration("connect", "timeout", timeout);
  requireDuration("connect", "wait", wait);
  requireDuration("connect", "busyPoll", busyPoll);
  requirePause("keepalive", keepalive);
  requireSignal("connect", options.signal);
  return {
    timeout,
    wait,
    busyPoll,
    keepalive: keepalive <= LONGEST_TIMER ? keepalive : null,
    reconnect: options.reconnect === false ? null : reconnectOf(options.reconnect),
  };
}

function reconnectOf(given: true | ReconnectOptions = true): ReconnectTiming {
  const { min = 50, max = 5000, retries = Number.POSITIVE_INFINITY } = given === true ? {} : given;
  requirePause("reconnect.min", min);
  requirePause("reconnect.max", max);
  if (!(retries >= 0)) {
    throw new VppStateError(`connect: reconnect.retries: expected 0 or more, or Infinity; got ${retries}`);
  }
  return { min, max: Math.min(max, LONGEST_TIMER), retries };
}

/** What is done again after each of them: without any it would be done without end. */
function requirePause(option: string, value: number): void {
  requireDuration("connect", option, value);
  if (value < 1) throw new VppStateError(`connect: ${option}: expected at least 1 ms, got ${value}`);
}
