import type { StatsQuery } from "../query.ts";
import type { StatsPatterns } from "../types.ts";
import { type BufferPoolStats, buffersOf } from "./buffers.ts";
import { type ErrorStats, errorsOf } from "./errors.ts";
import { INTERFACE_ENTRIES, type InterfaceStats, interfacesOf } from "./interfaces.ts";
import { type HeapStats, heapsOf } from "./memory.ts";
import { NODE_ENTRIES, type NodeStats, nodesOf } from "./nodes.ts";
import {
  SYSTEM_ENTRIES,
  type SystemStats,
  systemOf,
  WORKER_ENTRIES,
  type WorkerStats,
  workersOf,
} from "./system.ts";

/** The views' prepared queries, each made when first asked for. */
export class ViewQueries {
  readonly #prepare: (patterns: StatsPatterns) => StatsQuery;
  readonly #made: Map<string, StatsQuery> = new Map();

  constructor(prepare: (patterns: StatsPatterns) => StatsQuery) {
    this.#prepare = prepare;
  }

  interfaces(): InterfaceStats[] {
    return interfacesOf(this.#query("interfaces", exactly(INTERFACE_ENTRIES)).read());
  }

  nodes(): NodeStats[] {
    return nodesOf(this.#query("nodes", exactly(NODE_ENTRIES)).read());
  }

  errors(all: boolean): ErrorStats[] {
    return errorsOf(this.#query("errors", { prefix: "/err/" }).read(), all);
  }

  buffers(): BufferPoolStats[] {
    return buffersOf(this.#query("buffers", { prefix: "/buffer-pools/" }).read());
  }

  memory(): HeapStats[] {
    return heapsOf(this.#query("memory", { prefix: "/mem/" }).read());
  }

  system(): SystemStats {
    return systemOf(this.#query("system", exactly(SYSTEM_ENTRIES)).read());
  }

  workers(): WorkerStats[] {
    return workersOf(this.#query("workers", exactly(WORKER_ENTRIES)).read());
  }

  #query(name: string, patterns: StatsPatterns): StatsQuery {
    let query = this.#made.get(name);
    if (query === undefined) {
      query = this.#prepare(patterns);
      this.#made.set(name, query);
    }
    return query;
  }
}

function exactly(names: readonly string[]): StatsPatterns {
  return names.map((exact) => ({ exact }));
}
