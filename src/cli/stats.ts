import type { Writable } from "node:stream";
import { VppStatsError } from "../errors/index.ts";
import {
  openStats,
  type Stats,
  type StatsAccess,
  type StatsPattern,
  type StatsSample,
} from "../stats/index.ts";
import { print } from "./output.ts";
import { screenOf } from "./stats-table.ts";
import { entryLine, sampleJson, sampleLines, valueLines } from "./stats-text.ts";
import { styleOf } from "./table/style.ts";
import { jsonText, printable } from "./text.ts";

/** What `vpp-ts stats ls|get|watch` have in common. */
export interface StatsCommand {
  /** Names, paths, prefixes, globs (StatsPattern), or `re:EXPRESSION`. None: everything. */
  readonly patterns: readonly string[];
  readonly socket?: string;
  /** A recorded segment instead of a socket. */
  readonly file?: string;
  readonly access?: StatsAccess;
  readonly json?: boolean;
}

export interface StatsGetCommand extends StatsCommand {
  /** Counters that are zero too. */
  readonly all?: boolean;
}

export interface StatsWatchCommand extends StatsCommand {
  /** Seconds between samples; 1 unless told. */
  readonly interval?: number;
  /** Samples after which it ends; unless told it goes on until the signal. */
  readonly count?: number;
  readonly signal?: AbortSignal;
}

/** Where a command writes: standard output, or a test's own. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  readonly rows?: number;
  readonly columns?: number;
};

/** `vpp-ts stats ls`: kind and name of each entry. @throws VppStatsError */
export async function statsLs(command: StatsCommand, out: Output = process.stdout): Promise<void> {
  using stats = await open(command);
  const entries = stats.ls(parsePatterns(command.patterns));
  if (command.json === true)
    return print(`${jsonText(entries.map(({ name, kind, link }) => ({ name, kind, link })))}\n`, out);
  await print(lines(entries.map(entryLine)), out);
}

/** `vpp-ts stats get`: values; as JSON `{ "/path": value }`. @throws VppStatsError, `not-found` when nothing matches */
export async function statsGet(command: StatsGetCommand, out: Output = process.stdout): Promise<void> {
  using stats = await open(command);
  const snapshot = stats.snapshot(parsePatterns(command.patterns));
  if (snapshot.size === 0)
    throw new VppStatsError("not-found", `no stats entry matches ${command.patterns.join(" ")}`);
  if (command.json === true) return print(`${jsonText(snapshot)}\n`, out);
  const labels = indexLabels(stats);
  const text = [...snapshot].flatMap((value) => valueLines(value, labels(value.name), command.all ?? false));
  await print(lines(text), out);
}

/**
 * `vpp-ts stats watch`: sums and rates; on a terminal a table that stays in place, elsewhere line after line, as JSON an
 * object a sample. @throws VppStatsError
 */
export async function statsWatch(command: StatsWatchCommand, out: Output = process.stdout): Promise<void> {
  using stats = await open(command);
  const { interval = 1, count = Number.POSITIVE_INFINITY, signal } = command;
  const options = { interval: interval * 1000, ...(signal === undefined ? {} : { signal }) };
  let samples = 0;
  for await (const sample of stats.watch(parsePatterns(command.patterns), options)) {
    await print(render(sample, command.json ?? false, out), out);
    if (++samples >= count) return;
  }
}

function render(sample: StatsSample, json: boolean, out: Output): string {
  if (json) return `${jsonText(sampleJson(sample))}\n`;
  if (out.isTTY !== true) return lines(sampleLines(sample));
  return screenOf(sample, { rows: out.rows ?? 24, style: styleOf(out) });
}

function open({ socket, file, access }: StatsCommand): Promise<Stats> {
  // The socket may come from the environment.
  const from = file !== undefined ? { file } : socket !== undefined ? { socket } : {};
  return openStats({
    ...from,
    ...(access === undefined ? {} : { access }),
  });
}

function parsePatterns(patterns: readonly string[]): StatsPattern[] {
  return patterns.map((pattern) => {
    if (!pattern.startsWith("re:")) return pattern;
    try {
      return new RegExp(pattern.slice(3));
    } catch (cause) {
      throw new VppStatsError(
        "pattern",
        `${pattern}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  });
}

/** Names for the indices of `/if/…` and `/sys/node/…`. */
function indexLabels(stats: Stats): (name: string) => readonly (string | null)[] {
  const read = (name: string) => {
    const value = stats.get(name);
    return value?.kind === "names" ? value.values : [];
  };
  const [interfaces, nodes] = [read("/if/names"), read("/sys/node/names")];
  return (name) => (name.startsWith("/if/") ? interfaces : name.startsWith("/sys/node/") ? nodes : []);
}

function lines(text: readonly string[]): string {
  return text.map((line) => `${printable(line)}\n`).join("");
}
