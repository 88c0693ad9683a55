import { type ConnectOptions, connect, type Vpp } from "../client/index.ts";
import type { Schema } from "../schema/index.ts";
import { codecsFrom } from "./definitions.ts";
import { definitionsCache } from "./definitions-cache.ts";
import type { ConnectionArguments } from "./options.ts";

/** The definitions of --api, else of VPP_API_DIR; undefined where neither names any: VPP is asked for its own. */
export function namedDefinitions({ api }: ConnectionArguments): Schema | undefined {
  const fromEnvironment = process.env.VPP_API_DIR;
  if (api !== undefined) return codecsFrom(api).schema;
  return fromEnvironment ? codecsFrom([fromEnvironment]).schema : undefined;
}

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
