import { defaultAddress } from "../transport/index.ts";
import { requireOptions } from "./known-options.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { type ConnectOptions, DEFAULT_NAME } from "./options.ts";
import { type Timing, timingOf } from "./timing.ts";

/** Options with what is meant where they are left out. */
export interface Settings extends Omit<ConnectOptions, keyof Timing>, Timing {
  readonly name: string;
  readonly socket: string;
  readonly limits: Limits;
}

/** @throws VppStateError for what is no option, no limit, no time, no number of tries or no signal. */
export function settingsOf(options: ConnectOptions): Settings {
  requireOptions(options);
  const { name = DEFAULT_NAME, socket = defaultAddress() } = options;
  return { ...options, ...timingOf(options), name, socket, limits: limitsOf(options) };
}
