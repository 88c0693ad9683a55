// A real VPP, killed, stopped and started again with other plugins.
import { setTimeout as sleep } from "node:timers/promises";
import { type Vpp as Client, connect } from "../../src/index.ts";
import { startVpp, type Vpp } from "../support/vpp.ts";
import type { Work } from "./job.ts";
import type { Start, Target } from "./target.ts";
import { LOOPBACKS, loopbackIndex, mtuOf, PATH_MTUS, TICK_LOOPBACK, vppWork } from "./work-vpp.ts";

/** Other plugins come before the core's modules and give every message another id. */
const PLUGINS: readonly (readonly string[])[] = [[], ["ping"], ["acl", "ping"], ["nat", "lb", "ping"]];
/** CPU of one second that a VPP at rest takes at most; one that spins takes all of it. */
const REST = 0.5;

export class VppTarget implements Target {
  readonly name = "VPP";
  readonly socket: string;
  readonly work: Work;
  readonly fragile = true;
  readonly own: readonly never[] = [];
  readonly hold: { stop(): Promise<void>; go(): Promise<void> } = {
    stop: () => this.vpp.kill("SIGSTOP"),
    go: () => this.vpp.kill("SIGCONT"),
  };
  readonly vpp: Vpp;
  #admin: Client | null = null;
  #plugins = 0;
  #up = true;
  #runs = 0;
  #ready = false;
  #jobs = 0;

  private constructor(vpp: Vpp) {
    this.vpp = vpp;
    this.socket = vpp.apiSocket;
    this.work = vppWork(
      () => ++this.#jobs,
      () => (this.#ready ? this.#runs : null),
    );
  }

  static async create(): Promise<VppTarget> {
    const target = new VppTarget(await startVpp());
    await target.#setUp();
    return target;
  }

  async kill(): Promise<void> {
    this.#up = false;
    this.#ready = false;
    await this.#forget();
    await this.vpp.kill("SIGKILL");
  }

  async start(how: Start): Promise<void> {
    if (how === "complete") {
      if (this.#up) return;
    } else if (how !== "same") this.#plugins = (this.#plugins + 1) % PLUGINS.length;
    await this.vpp.restart({ plugins: PLUGINS[this.#plugins] ?? [] });
    await this.#setUp();
    this.#up = true;
  }

  /** Each tick is one change of flags of the loopback that nobody else touches. */
  async tick(count: number): Promise<void> {
    const admin = this.#admin;
    if (admin === null) return;
    const sw_if_index = loopbackIndex(TICK_LOOPBACK);
    for (let i = 0; i < count && this.#admin === admin; i += 2) {
      const flips = [1, 0].map((flags) => admin.call("sw_interface_set_flags", { sw_if_index, flags }));
      // VPP may have been stopped or killed meanwhile.
      await Promise.allSettled(flips);
    }
  }

  clear(): void {}

  async clients(): Promise<readonly string[]> {
    const shown = await this.vpp.vppctl("show api clients");
    return [...shown.matchAll(/\bc\d+\.\d+\.\d+/g)].map(([name]) => name);
  }

  async check(): Promise<string | null> {
    if (!this.vpp.running) return `VPP is gone:\n${this.vpp.logTail(10)}`;
    // One that spins does so for good; one that still has work to do comes to rest.
    let load = 1;
    for (let i = 0; i < 10 && load > REST; i++) {
      const before = this.vpp.cpuSeconds();
      await sleep(500);
      load = (this.vpp.cpuSeconds() - before) * 2;
    }
    if (load > REST) return `VPP takes ${Math.round(load * 100)} % of a core at rest`;
    return (await this.vpp.vppctl("show version")).startsWith("vpp v")
      ? null
      : "VPP's command line is silent";
  }

  async end(): Promise<void> {
    await this.#forget();
    await this.vpp.stop();
  }

  async #forget(): Promise<void> {
    const admin = this.#admin;
    this.#admin = null;
    await admin?.close();
  }

  async #setUp(): Promise<void> {
    const admin = await connect({
      socket: this.socket,
      name: "chaos admin",
      timeout: 30_000,
      reconnect: false,
    });
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < LOOPBACKS; i++) {
      const sw_if_index = loopbackIndex(i);
      all.push(admin.call("create_loopback"));
      all.push(
        admin.call("sw_interface_add_del_address", {
          sw_if_index,
          is_add: true,
          prefix: `192.168.${i}.1/24`,
        }),
      );
      if (i !== TICK_LOOPBACK) all.push(admin.call("sw_interface_set_flags", { sw_if_index, flags: 1 }));
    }
    for (let i = 0; i < PATH_MTUS; i++) {
      const nh = `10.1.${i >> 8}.${i & 255}`;
      all.push(admin.call("ip_path_mtu_update", { pmtu: { table_id: 0, nh, path_mtu: mtuOf(nh) } }));
    }
    await Promise.all(all);
    this.#admin = admin;
    this.#runs++;
    this.#ready = true;
  }
}
