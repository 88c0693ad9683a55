import { didYouMean } from "../codec/index.ts";
import { VppStateError } from "../errors/index.ts";
import type { ConnectOptions } from "./options.ts";

/** Every option, by the compiler's word. */
const KNOWN: Readonly<Record<keyof ConnectOptions, true>> = {
  busyPoll: true,
  cache: true,
  definitions: true,
  keepalive: true,
  logger: true,
  maxBuffered: true,
  maxDefinitions: true,
  maxEvents: true,
  maxFrame: true,
  maxInFlight: true,
  maxQueued: true,
  maxRequest: true,
  name: true,
  reconnect: true,
  required: true,
  signal: true,
  socket: true,
  timeout: true,
  unsafe: true,
  wait: true,
};

/**
 * Without types a misspelt option, or a path in place of the options, would connect to another VPP than was meant.
 *
 * @throws VppStateError for what is no object of known options.
 */
export function requireOptions(options: unknown): asserts options is ConnectOptions {
  if (typeof options === "string") {
    const meant = `connect({ socket: ${JSON.stringify(options)} })`;
    throw new VppStateError(`connect: expected options, got a string; did you mean ${meant}?`);
  }
  if (typeof options !== "object" || options === null) {
    throw new VppStateError(`connect: expected options, got ${options === null ? "null" : typeof options}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(KNOWN, name)) continue;
    throw new VppStateError(`connect: no option is called ${name}${didYouMean(name, Object.keys(KNOWN))}`);
  }
}
