// A reader of the stats segment, while its VPP is stopped, killed and another takes over.
import { setTimeout as sleep } from "node:timers/promises";
import { openStats, type Stats, type StatsSnapshot, VppStatsError } from "../../src/stats/index.ts";
import { nameOf, show } from "./actor.ts";
import type { Chance } from "./chance.ts";
import type { Verdict } from "./job.ts";
import type { Ledger } from "./ledger.ts";
import type { Target } from "./target.ts";
import { loopbackIndex } from "./work-vpp.ts";

/** What may come of reading a VPP that comes and goes. */
const EXPECTED: readonly string[] = ["unavailable", "lost", "busy"];
/** Milliseconds for one reading, which holds up everything else. */
const PATIENCE = 20;

/** An interface's place in the vectors that are read must be its own, however they grow meanwhile. */
function misplaced(stats: Stats): Verdict {
  for (const { name, sw_if_index } of stats.interfaces()) {
    const loopback = /^loop(\d+)$/.exec(name)?.[1];
    if (loopback === undefined) continue;
    if (sw_if_index !== loopbackIndex(Number(loopback))) return `${name} is ${sw_if_index}`;
  }
  return null;
}

/** A VPP that starts has next to nothing: what there is must be what was asked for. */
function strange(snapshot: StatsSnapshot, ...folders: readonly string[]): Verdict {
  for (const { name } of snapshot) {
    if (!folders.some((folder) => name.startsWith(folder))) return `${name} is not in ${folders.join(", ")}`;
  }
  return null;
}

const READINGS: readonly ((stats: Stats) => Verdict)[] = [
  misplaced,
  (stats) => strange(stats.snapshot(["/sys/", "/if/"]), "/sys/", "/if/"),
  (stats) => (stats.ls().length > 0 ? null : "an empty directory"),
  (stats) => (stats.nodes().every(({ name }) => name !== "") ? null : "a node without a name"),
];

export class Spectator {
  readonly #target: Target;
  readonly #chance: Chance;
  readonly #ledger: Ledger;
  /** The one that is open; the last of a round stays so until the calm is over. */
  #stats: Stats | null = null;

  constructor(target: Target, chance: Chance, ledger: Ledger) {
    this.#target = target;
    this.#chance = chance;
    this.#ledger = ledger;
  }

  async run(until: () => boolean): Promise<void> {
    while (!until()) {
      await this.step();
      await sleep(this.#chance.between(0, 12));
    }
  }

  /** Opens the segment, reads of it, or follows it for a moment. */
  async step(): Promise<void> {
    if (this.#stats === null || this.#chance.odds(0.03)) await this.#reopen();
    if (this.#chance.odds(0.1)) await this.#follow();
    else this.#read();
  }

  /** With no more faults it must read of the VPP that is there, and not of one before it. */
  async comesBack(limit: number): Promise<void> {
    const end = performance.now() + limit;
    while (!this.#sees() && performance.now() < end) {
      if (this.#stats === null) await this.#reopen();
      await sleep(20);
    }
    if (!this.#sees()) this.#ledger.breach("stats come back", this.#target.stats);
  }

  leave(): void {
    const stats = this.#stats;
    this.#stats = null;
    stats?.close();
    if (stats !== null) this.#outcome("closed", () => stats.ls());
  }

  async #reopen(): Promise<void> {
    const { stats: socket } = this.#target;
    this.#stats?.close();
    this.#stats = null;
    const access = this.#chance.pick(["map", "read", "proc", null] as const);
    const signal = this.#chance.odds(0.1) ? AbortSignal.timeout(this.#chance.between(0, 5)) : undefined;
    const settle = this.#ledger.issue("stats: open", access ?? "");
    try {
      this.#stats = await openStats({
        socket,
        access: access ?? undefined,
        timeout: 300,
        patience: PATIENCE,
        signal,
      });
      settle("opened");
    } catch (error) {
      settle(nameOf(error));
      if (signal?.aborted !== true || error !== signal.reason) this.#expected(error, EXPECTED);
    }
  }

  #read(): void {
    const stats = this.#stats;
    if (stats === null) return;
    const read = this.#chance.pick(READINGS);
    const settle = this.#ledger.issue("stats: reading", read.name);
    try {
      const verdict = read(stats);
      settle("read");
      if (verdict !== null) this.#ledger.breach("stats tell the truth", verdict);
    } catch (error) {
      settle(nameOf(error));
      this.#expected(error, EXPECTED);
    }
  }

  /** Samples for a while, given up or left. */
  async #follow(): Promise<void> {
    const stats = this.#stats;
    if (stats === null) return;
    const signal = AbortSignal.timeout(this.#chance.between(1, 80));
    let left = this.#chance.between(1, 10);
    const settle = this.#ledger.issue("stats: watch", "");
    try {
      for await (const { snapshot } of stats.watch("/if/", { interval: 5, signal })) {
        const verdict = strange(snapshot, "/if/");
        if (verdict !== null) this.#ledger.breach("stats tell the truth", verdict);
        if (--left === 0) break;
      }
      settle("watched");
    } catch (error) {
      settle(nameOf(error));
      this.#expected(error, EXPECTED);
    }
  }

  #sees(): boolean {
    const stats = this.#stats;
    if (stats === null) return false;
    try {
      return this.#target.shown(stats);
    } catch (error) {
      this.#expected(error, EXPECTED);
      return false;
    }
  }

  #outcome(reason: string, read: () => unknown): void {
    try {
      read();
      this.#ledger.breach("stats tell the truth", `read where they should be ${reason}`);
    } catch (error) {
      this.#expected(error, [reason]);
    }
  }

  #expected(error: unknown, reasons: readonly string[]): void {
    if (error instanceof VppStatsError && reasons.includes(error.reason)) return;
    this.#ledger.breach("errors are the library's own", `stats: ${show(error)}`);
  }
}
