import { InvalidArgumentError, Option } from "commander";
import { readDuration } from "./duration.ts";
import type { Format } from "./printer.ts";

/** `--api DIR`, as often as wanted. */
export function apiOption(otherwise: string): Option {
  return new Option(
    "--api <dir>",
    `folder or file of API definitions, *.api.json or *.api; repeatable (default: ${otherwise})`,
  ).argParser(collect);
}

/** Gathers the values of an option that may be given again and again. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export const INSTALLED_API = "$VPP_API_DIR, else /usr/share/vpp/api";

/** `--socket PATH`. */
export function socketOption(otherwise = "/run/vpp/api.sock"): Option {
  return new Option("--socket <path>", `VPP's API socket, abstract:name or host:port (default: ${otherwise})`)
    .env("VPP_API_SOCKET")
    .argParser(readSocket);
}

/** An empty path is a mistake (`--socket $UNSET`): Node would connect to a port of this machine. */
export function readSocket(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("A path is wanted.");
}

/** Variables that are set to nothing count as not set. */
export function forgetEmptyVariables(env: NodeJS.ProcessEnv): void {
  for (const name of ["VPP_API_SOCKET", "VPP_API_DIR", "VPP_STATS_SOCKET"]) {
    if (env[name] === "") delete env[name];
  }
}

/** `--timeout TIME`. */
export function timeoutOption(): Option {
  return new Option(
    "--timeout <time>",
    "how long VPP may take: 500ms, 5s, 2m; a number is seconds (default: 5s)",
  ).argParser(readDuration);
}

/** `--json` and `--ndjson`, of which one may be given. */
export function jsonOptions(what: string, each: string): readonly [Option, Option] {
  return [new Option("--json", what).conflicts("ndjson"), new Option("--ndjson", each).conflicts("json")];
}

export interface FormatOptions {
  readonly table?: true;
  readonly json?: true;
  readonly ndjson?: true;
  readonly yaml?: true;
}

/** `--table`, `--json`, `--ndjson` and `--yaml`, of which one may be given. */
export function formatOptions(): readonly Option[] {
  const formats = {
    table: "print a list of fields, a table for a dump (default)",
    json: "print one JSON object; an array for a dump",
    ndjson: "print a line of JSON for each message, as it comes",
    yaml: "print YAML",
  };
  const names = Object.keys(formats);
  return Object.entries(formats).map(([name, text]) =>
    new Option(`--${name}`, text).conflicts(names.filter((other) => other !== name)),
  );
}

/** Undefined where none was asked for. */
export function formatOf({ table, json, ndjson, yaml }: FormatOptions): Format | undefined {
  if (json) return "json";
  if (ndjson) return "ndjson";
  if (yaml) return "yaml";
  return table ? "table" : undefined;
}

/** `--no-cache`. */
export function cacheOption(): Option {
  return new Option(
    "--no-cache",
    "ask VPP for its definitions even where they are cached, and cache nothing",
  );
}

/** What the options that every command talking to VPP has come to. */
export interface ConnectionArguments {
  readonly socket?: string;
  readonly api?: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
  /** False: definitions come from VPP itself, and aren't kept. */
  readonly cache?: boolean;
}
