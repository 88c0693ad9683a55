import { type ConnectOptions, connect, type Vpp } from "../client/index.ts";
import { namedDefinitions } from "./definitions.ts";
import { definitionsCache } from "./definitions-cache.ts";
import type { ConnectionArguments } from "./options.ts";

/**
 * Connects as the options say. A lost link is not tried again: what a script does next should depend on it.
 *
 * @throws UsageError for definitions that can't be read, and what `connect` throws.
 */
export function connectWith(
  { socket, timeout, cache = true, ...others }: ConnectionArguments,
  { definitions = namedDefinitions(others), ...more }: ConnectOptions = {},
): Promise<Vpp> {
  const kept = cache ? definitionsCache() : undefined;
  return connect({
    reconnect: false,
    ...(kept === undefined ? {} : { cache: kept }),
    ...(socket === undefined ? {} : { socket }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(definitions === undefined ? {} : { definitions }),
    ...more,
  });
}
