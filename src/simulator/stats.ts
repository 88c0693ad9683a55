import { type SegmentWriter, type ServedSegment, serveSegment } from "../stats/serve/index.ts";
import type { Interface, InterfaceObserver, Interfaces } from "./model/interfaces.ts";
import type { Model } from "./model/model.ts";

export interface StatsOptions {
  /** Where to listen; `stats.sock` beside the API's socket unless told. */
  readonly socket?: string | undefined;
  /** Milliseconds between updates of `/sys/heartbeat` and `/sys/last_update`. 1,000 unless told; VPP's own are 10,000. */
  readonly interval?: number | undefined;
}

/** vnet/interface.h (26.06), in the order of its entries. */
const SIMPLE = [
  "drops",
  "punt",
  "ip4",
  "ip6",
  "rx-no-buf",
  "rx-miss",
  "rx-error",
  "tx-error",
  "mpls",
] as const;
const COMBINED = [
  "rx",
  "rx-unicast",
  "rx-multicast",
  "rx-broadcast",
  "tx",
  "tx-unicast",
  "tx-multicast",
  "tx-broadcast",
] as const;
const COUNTERS = [...SIMPLE, ...COMBINED] as const;
/** Counters of packets. */
export type SimpleCounter = (typeof SIMPLE)[number];
/** Counters of packets and their bytes. */
export type CombinedCounter = (typeof COMBINED)[number];

/** What an interface is called in the segment when it is gone (vnet/interface/stats.c). */
const DELETED = "deleted";
/** Some of the nodes that a VPP starts with, as with `statseg { per-node-counters on }`. */
const NODES = [
  "null-node",
  "ethernet-input",
  "ip4-input",
  "ip4-lookup",
  "ip6-input",
  "ip6-lookup",
  "error-drop",
];
const NODE_COUNTERS = ["clocks", "vectors", "calls", "suspends"];
/** Interfaces from which on room is made for more than one. */
const FEW = 64;
const MANY = 256;
const HEAP = 1 << 30;
const BUFFERS = 16_384;

/**
 * The stats segment of a simulated VPP, by the names that VPP 26.06 has: its interfaces, nodes, buffers and memory.
 * No packets are forwarded, so counters stay at zero until {@link count} is called.
 */
export class SimulatorStats implements InterfaceObserver {
  /** The path it listens on. */
  readonly socket: string;
  readonly #segment: ServedSegment;
  readonly #interfaces: Interfaces;
  readonly #start: number = Date.now();
  readonly #timer: NodeJS.Timeout;
  #columns = 0;
  #heartbeat = 0n;

  private constructor(segment: ServedSegment, { interfaces }: Model, interval: number) {
    this.socket = segment.path;
    this.#segment = segment;
    this.#interfaces = interfaces;
    segment.writer.change(() => {
      this.#writeSystem(segment.writer);
      this.#writeNodes(segment.writer);
      for (const name of SIMPLE) segment.writer.simple(`/if/${name}`, [[]]);
      for (const name of COMBINED) segment.writer.combined(`/if/${name}`, [[]]);
      segment.writer.names("/if/names", []);
      for (const itf of interfaces.pool) this.added(itf);
    });
    interfaces.observers.push(this);
    this.#timer = setInterval(() => this.#tick(), interval);
    this.#timer.unref();
  }

  /** @throws SystemCallError where the path can't be listened on; Error without koffi. */
  static async serve(path: string, model: Model, { interval = 1000 }: StatsOptions): Promise<SimulatorStats> {
    const segment = await serveSegment(path);
    try {
      return new SimulatorStats(segment, model, interval);
    } catch (error) {
      segment.close();
      throw error;
    }
  }

  /**
   * Counts packets at an interface, as forwarding them would.
   * @throws RangeError where there is no such interface.
   */
  count(swIfIndex: number, counter: SimpleCounter, packets: number | bigint): void;
  count(swIfIndex: number, counter: CombinedCounter, packets: number | bigint, bytes: number | bigint): void;
  count(
    swIfIndex: number,
    counter: SimpleCounter | CombinedCounter,
    packets: number | bigint,
    bytes?: number | bigint,
  ): void {
    if (this.#interfaces.get(swIfIndex) === undefined) throw new RangeError(`no interface ${swIfIndex}`);
    const values = isCombined(counter) ? [packets, bytes ?? 0] : [packets];
    this.#segment.writer.add(`/if/${counter}`, 0, swIfIndex, ...values);
  }

  /** Stops listening. Who has the segment mapped keeps it, as it was last. */
  close(): void {
    clearInterval(this.#timer);
    this.#interfaces.observers.splice(this.#interfaces.observers.indexOf(this), 1);
    this.#segment.close();
  }

  added(itf: Interface): void {
    const { writer } = this.#segment;
    writer.change(() => {
      this.#makeRoom(itf.sw_if_index);
      writer.setName("/if/names", itf.sw_if_index, itf.name);
      this.cleared(itf);
      for (const name of COUNTERS) writer.symlink(linkOf(itf, name), `/if/${name}`, itf.sw_if_index);
    });
  }

  removed(itf: Interface): void {
    const { writer } = this.#segment;
    writer.change(() => {
      writer.setName("/if/names", itf.sw_if_index, DELETED);
      for (const name of COUNTERS) writer.remove(linkOf(itf, name));
    });
  }

  changed(): void {}

  cleared(itf: Interface | null): void {
    if (itf === null) {
      for (const each of this.#interfaces.pool) this.cleared(each);
      this.#segment.writer.scalar("/sys/last_stats_clear", this.#seconds());
      return;
    }
    const { writer } = this.#segment;
    for (const name of SIMPLE) writer.count(`/if/${name}`, 0, itf.sw_if_index, 0);
    for (const name of COMBINED) writer.count(`/if/${name}`, 0, itf.sw_if_index, 0, 0);
  }

  /** Each counter has a column for every interface there has been; many at a time once there are many. */
  #makeRoom(index: number): void {
    if (index < this.#columns) return;
    this.#columns = index < FEW ? index + 1 : Math.ceil((index + 1) / MANY) * MANY;
    for (const name of COUNTERS) this.#segment.writer.widen(`/if/${name}`, this.#columns);
  }

  #writeSystem(writer: SegmentWriter): void {
    writer.scalar("/sys/heartbeat", 0);
    writer.scalar("/sys/last_stats_clear", 0);
    writer.scalar("/sys/boottime", Math.floor(this.#start / 1000));
    writer.scalar("/sys/last_update", 0);
    for (const name of ["vector_rate", "input_rate", "num_worker_threads"]) writer.gauge(`/sys/${name}`, 0);
    // One column a thread, and one too many (vlib/stats/init.c).
    writer.simple("/sys/vector_rate_per_worker", [[0, 0]]);
    writer.simple("/sys/loops_per_worker", [[0, 0]]);
    const pool = { cached: 0, used: 0, available: BUFFERS };
    for (const [name, value] of Object.entries(pool))
      writer.gauge(`/buffer-pools/default-numa-0/${name}`, value);
    // total, used, free, used mmap, total allocated, free chunks, releasable (vlib/stats/provider_mem.c).
    writer.simple("/mem/main heap", [[HEAP, 0, HEAP, 0, HEAP, 0, HEAP]]);
    for (const [name, column] of Object.entries({ total: 0, used: 1, free: 2 })) {
      writer.symlink(`/mem/main heap/${name}`, "/mem/main heap", column);
    }
  }

  #writeNodes(writer: SegmentWriter): void {
    writer.names("/sys/node/names", NODES);
    for (const counter of NODE_COUNTERS) {
      writer.simple(`/sys/node/${counter}`, [NODES.map(() => 0)]);
      NODES.forEach((name, i) => {
        writer.symlink(`/nodes/${name}/${counter}`, `/sys/node/${counter}`, i);
      });
    }
  }

  #tick(): void {
    this.#heartbeat++;
    this.#segment.writer.scalar("/sys/heartbeat", this.#heartbeat);
    this.#segment.writer.scalar("/sys/last_update", this.#seconds());
  }

  #seconds(): number {
    return Math.floor((Date.now() - this.#start) / 1000);
  }
}

function isCombined(counter: string): boolean {
  return (COMBINED as readonly string[]).includes(counter);
}

/** A slash in an interface's name would be one more step of the path (format_vlib_stats_symlink). */
function linkOf({ name }: Interface, counter: string): string {
  return `/interfaces/${name.replaceAll("/", "_")}/${counter}`;
}
