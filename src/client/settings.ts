import { defaultAddress } from "../transport/index.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { type ConnectOptions, DEFAULT_NAME, DEFAULT_TIMEOUT } from "./options.ts";

/** Options with what is meant where they are left out. */
export interface Settings extends ConnectOptions {
  readonly name: string;
  readonly socket: string;
  readonly timeout: number;
  readonly limits: Limits;
}

/** @throws VppStateError for what is no limit. */
export function settingsOf(options: ConnectOptions): Settings {
  const { name = DEFAULT_NAME, socket = defaultAddress(), timeout = DEFAULT_TIMEOUT } = options;
  return { ...options, name, socket, timeout, limits: limitsOf(options) };
}
