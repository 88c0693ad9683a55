// The simulator, with handlers that answer what they are asked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fields } from "../../src/index.ts";
import { type RequestContext, Simulator } from "../../src/simulator/index.ts";
import type { Stats } from "../../src/stats/index.ts";
import { type ChaosApi, writeChaosApi } from "./definitions.ts";
import type { Work } from "./job.ts";
import type { OwnFault, Start, Target } from "./target.ts";
import { PAGE, simulatorWork } from "./work-simulator.ts";

const EAGAIN = -165;

export class SimulatorTarget implements Target {
  readonly name = "simulator";
  readonly socket: string;
  readonly stats: string;
  readonly work: Work;
  readonly fragile = false;
  readonly hold = null;
  readonly #dir = mkdtempSync(join(tmpdir(), "vpp-chaos-"));
  readonly #api: ChaosApi = writeChaosApi();
  readonly #seed: number;
  #variant = 0;
  #simulator: Simulator | null = null;
  #starts = 0;
  #jobs = 0;
  #ticks = 0;
  /** How often each request came: more than once would be one sent twice. */
  readonly #seen = new Set<number>();
  readonly #twice: number[] = [];
  /** Who has asked for ticks, and how to send them. */
  readonly #subscribed = new Map<string, RequestContext["send"]>();

  constructor(seed: number) {
    this.#seed = seed;
    this.socket = join(this.#dir, "api.sock");
    this.stats = join(this.#dir, "stats.sock");
    this.work = simulatorWork(() => ++this.#jobs);
  }

  static async create(seed: number): Promise<SimulatorTarget> {
    const target = new SimulatorTarget(seed);
    await target.start("same");
    return target;
  }

  async kill(): Promise<void> {
    const simulator = this.#simulator;
    this.#simulator = null;
    this.#subscribed.clear();
    await simulator?.stop();
  }

  async start(how: Start): Promise<void> {
    if (how === "complete") {
      if (this.#simulator?.schema.messages.has(this.work.event.name) === true) return;
      await this.kill();
      this.#variant = 0;
    }
    this.#starts++;
    if (how === "other messages") this.#variant = (this.#variant + 1) % this.#api.variants.length;
    const simulator = await Simulator.start({
      socket: this.socket,
      api: this.#api.variants[this.#variant] ?? [],
      seed: this.#seed + (how === "same" ? 0 : this.#starts),
      shuffleIds: true,
      record: 0,
      stats: { socket: this.stats },
    });
    // The name of this run, for who reads its stats.
    simulator.stats?.count(0, "rx-error", this.#starts);
    this.#handle(simulator);
    this.#simulator = simulator;
  }

  tick(count: number): Promise<void> {
    const here = new Set(this.#simulator?.clients);
    for (const client of this.#subscribed.keys()) if (!here.has(client)) this.#subscribed.delete(client);
    for (let i = 0; i < count; i++) {
      const seq = ++this.#ticks;
      for (const send of this.#subscribed.values()) send("chaos_tick_event", { seq });
    }
    return Promise.resolve();
  }

  get own(): readonly OwnFault[] {
    const inject = (...[fault]: Parameters<Simulator["inject"]>): void => {
      this.#simulator?.inject(fault);
    };
    return [
      {
        name: "requests never answered",
        garbage: false,
        // Of a dump only the ping behind it would be answered: an empty dump.
        set: (random) =>
          inject({
            kind: "drop",
            message: "chaos_echo",
            probability: random(1, 20) / 100,
            times: random(1, 50),
          }),
      },
      {
        name: "answers later than their limit",
        garbage: false,
        set: (random) => inject({ kind: "delay", ms: [1, 120], probability: 0.05, times: random(1, 10) }),
      },
      {
        name: "link ended inside an answer",
        garbage: false,
        set: (random) => inject({ kind: "close", probability: 0.02, times: random(1, 3) }),
      },
      {
        name: "random bytes instead of an answer",
        garbage: true,
        set: (random) => inject({ kind: "garbage", bytes: random(1, 400), probability: 0.02, times: 2 }),
      },
      {
        name: "answers in small pieces",
        garbage: false,
        set: (random) => inject({ kind: "split", size: random(1, 50), times: 2, message: "chaos_echo" }),
      },
      {
        name: "a target that reads slowly",
        garbage: false,
        set: (random) => inject({ kind: "slow-reader", ms: random(1, 30), times: 1 }),
      },
      {
        name: "handshakes refused",
        garbage: false,
        set: (random) => inject({ kind: "refuse", times: random(1, 5) }),
      },
    ];
  }

  clear(): void {
    this.#simulator?.clearFaults();
  }

  clients(): Promise<readonly string[]> {
    return Promise.resolve(this.#simulator?.clients ?? []);
  }

  shown(stats: Stats): boolean {
    return stats.get("/if/rx-error", "simple").sum(0) === this.#starts;
  }

  check(): Promise<string | null> {
    const twice = this.#twice.splice(0);
    this.#seen.clear();
    return Promise.resolve(twice.length === 0 ? null : `requests came twice: ${twice.join(" ")}`);
  }

  async end(): Promise<void> {
    await this.kill();
    this.#api.remove();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #handle(simulator: Simulator): void {
    const once = (number: unknown): void => {
      const value = Number(number);
      if (this.#seen.has(value)) this.#twice.push(value);
      this.#seen.add(value);
    };
    simulator.handle("chaos_echo", (asked) => {
      once(asked.seq);
      return { retval: 0, ...asked };
    });
    simulator.handle("chaos_items_dump", ({ nonce, count }) => {
      once(nonce);
      return items(Number(nonce), 0, Number(count));
    });
    simulator.handle("chaos_pages_get", ({ cursor, nonce, count }) => {
      const [from, all] = [Number(cursor), Number(count)];
      if (from === 0) once(nonce);
      const to = Math.min(from + PAGE, all);
      const retval = to < all ? EAGAIN : 0;
      return { details: items(Number(nonce), from, to), reply: { retval, cursor: to } };
    });
    if (simulator.schema.messages.has("want_chaos_ticks")) {
      simulator.handle("want_chaos_ticks", ({ enable_disable }, { client, send }) => {
        if (enable_disable === 0) this.#subscribed.delete(client);
        else this.#subscribed.set(client, send);
        return { retval: 0 };
      });
    }
  }
}

function* items(nonce: number, from: number, to: number): Generator<Fields> {
  for (let index = from; index < to; index++) yield { nonce, index };
}
