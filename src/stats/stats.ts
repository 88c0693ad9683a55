import { setTimeout as sleep } from "node:timers/promises";
import { VppStatsError } from "../errors/index.ts";
import { showAs } from "../errors/inspect.ts";
import { notFound } from "./directory.ts";
import type { SegmentLink } from "./link.ts";
import { closedError } from "./memory.ts";
import { compilePatterns } from "./pattern.ts";
import { Planner, selectMatching, selectNamed } from "./planner.ts";
import { DIRECTORY_AGE, PreparedQuery, type StatsQuery, takeSnapshot } from "./query.ts";
import { RingReader } from "./ring.ts";
import type { StatsAccess, StatsEntry, StatsPatterns, StatsSnapshot, StatsValue } from "./types.ts";
import * as views from "./views/index.ts";
import { type StatsSample, type WatchOptions, watchStats } from "./watch.ts";

/** Plans kept for patterns and names asked again. */
const MAX_PLANNERS = 256;

/**
 * An open stats segment. Reading is synchronous: every value that comes out was copied while VPP changed nothing of the
 * structure. All reading methods throw VppStatsError: `closed`; `lost` while VPP is away; `busy`; `invalid`.
 */
export class Stats {
  readonly #link: SegmentLink;
  readonly #planners: Map<string, Planner> = new Map();
  readonly #views: views.ViewQueries;

  /** Use `openStats`. */
  constructor(link: SegmentLink) {
    this.#link = link;
    this.#views = new views.ViewQueries((patterns) => this.prepare(patterns));
  }

  /** How the bytes are reached. */
  get access(): StatsAccess | "recording" {
    return this.#link.access;
  }

  /** How often another VPP took over since this was opened. */
  get restarts(): number {
    return this.#link.restarts;
  }

  /** False while VPP is known to be away. */
  get alive(): boolean {
    return this.#link.alive;
  }

  /** The directory, without values. No patterns: all of it. @throws VppStatsError `pattern` */
  ls(patterns: StatsPatterns = []): StatsEntry[] {
    const matcher = compilePatterns(patterns);
    const segment = this.#link.current();
    return segment.read(0, () => segment.directory.list(matcher.matches));
  }

  /** One entry's value; undefined, or with `kind` an error, where there is none. */
  get(name: string): StatsValue | undefined;
  /** @throws VppStatsError `not-found`, `kind` */
  get<K extends StatsValue["kind"]>(name: string, kind: K): Extract<StatsValue, { kind: K }>;
  get(name: string, kind?: StatsValue["kind"]): StatsValue | undefined {
    const planner = this.#planner(`=${name}`, () => selectNamed(name));
    const segment = this.#link.current();
    const value =
      takeSnapshot(segment, planner, Number.POSITIVE_INFINITY).get(name) ??
      // It may have come without a new epoch.
      takeSnapshot(segment, planner, 0).get(name);
    if (kind === undefined) return value;
    if (value === undefined) throw notFound(name);
    if (value.kind === kind) return value;
    throw new VppStatsError("kind", `stats entry ${name} is ${value.kind}, not ${kind}`, { entry: name });
  }

  /** The values of all that match, of one epoch, to keep. No patterns: everything. @throws VppStatsError `pattern` */
  snapshot(patterns: StatsPatterns = []): StatsSnapshot {
    const matcher = compilePatterns(patterns);
    const planner = this.#planner(`~${matcher.key}`, () => selectMatching(matcher));
    return takeSnapshot(this.#link.current(), planner, DIRECTORY_AGE);
  }

  /** A reading to repeat: see StatsQuery. @throws VppStatsError `pattern` */
  prepare(patterns: StatsPatterns = []): StatsQuery {
    return new PreparedQuery(() => this.#link.current(), selectMatching(compilePatterns(patterns)));
  }

  /** Snapshots at an interval, with rates per second; see StatsSample. Goes on over VPP's restarts. */
  watch(patterns: StatsPatterns, options?: WatchOptions): AsyncGenerator<StatsSample, void, undefined> {
    return watchStats(this, patterns, options);
  }

  /** A reader of a ring buffer. It starts with what is in the ring. @throws VppStatsError `not-found`, `kind` */
  ring(name: string): RingReader {
    return new RingReader(() => this.#link.current(), name);
  }

  /** Every interface's counters, summed over threads. */
  interfaces(): views.InterfaceStats[] {
    return this.#views.interfaces();
  }

  /** One interface or sub-interface (`GigabitEthernet0/8/0.100`) by name. */
  interface(name: string): views.InterfaceStats | undefined {
    return this.#views.interfaces().find((itf) => itf.name === name);
  }

  /** Graph nodes (VPP's `statseg { per-node-counters on }`); empty where VPP doesn't count them. */
  nodes(): views.NodeStats[] {
    return this.#views.nodes();
  }

  /** Error counters, summed over threads; only those above zero unless `all`. */
  errors(options: { readonly all?: boolean } = {}): views.ErrorStats[] {
    return this.#views.errors(options.all ?? false);
  }

  buffers(): views.BufferPoolStats[] {
    return this.#views.buffers();
  }

  memory(): views.HeapStats[] {
    return this.#views.memory();
  }

  system(): views.SystemStats {
    return this.#views.system();
  }

  workers(): views.WorkerStats[] {
    return this.#views.workers();
  }

  /** Waits until VPP's segment is there (again). @throws VppStatsError `closed`; `lost` after `timeout` ms; the signal's reason */
  async ready(options: { readonly timeout?: number; readonly signal?: AbortSignal } = {}): Promise<void> {
    const deadline = performance.now() + (options.timeout ?? Number.POSITIVE_INFINITY);
    for (;;) {
      options.signal?.throwIfAborted();
      if (this.#link.closed) throw closedError();
      try {
        this.#link.current();
        return;
      } catch (error) {
        if (performance.now() >= deadline) throw error;
      }
      await sleep(20, undefined, { signal: options.signal });
    }
  }

  /** Lets go of the segment. Values read before stay good. */
  close(): void {
    this.#link.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  static {
    showAs(Stats.prototype, "Stats", (stats) => {
      const { socket, closed } = stats.#link;
      const { access, alive, restarts } = stats;
      return closed ? { socket, closed } : { socket, access, alive, restarts };
    });
  }

  #planner(key: string, select: () => ConstructorParameters<typeof Planner>[0]): Planner {
    let planner = this.#planners.get(key);
    if (planner === undefined) {
      planner = new Planner(select());
      const [oldest] = this.#planners.keys();
      if (this.#planners.size >= MAX_PLANNERS && oldest !== undefined) this.#planners.delete(oldest);
      this.#planners.set(key, planner);
    }
    return planner;
  }
}
