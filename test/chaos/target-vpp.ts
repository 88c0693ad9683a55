// A real VPP, killed, stopped and started again with other plugins.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { type Vpp as Client, connect } from "../../src/index.ts";
import type { Stats } from "../../src/stats/index.ts";
import { startVpp, type Vpp } from "../support/vpp.ts";
import { show } from "./actor.ts";
import type { Work } from "./job.ts";
import type { Start, Target } from "./target.ts";
import { LOOPBACKS, loopbackIndex, mtuOf, PATH_MTUS, TICK_LOOPBACK, vppWork } from "./work-vpp.ts";

/** Other plugins come before the core's modules and give every message another id. */
const PLUGINS: readonly (readonly string[])[] = [[], ["ping"], ["acl", "ping"], ["nat", "lb", "ping"]];

export class VppTarget implements Target {
  readonly name = "VPP";
  readonly socket: string;
  readonly stats: string;
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
    this.stats = vpp.statsSocket;
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

  shown(stats: Stats): boolean {
    return stats.interface(`bvi${this.#runs}`) !== undefined;
  }

  async check(): Promise<string | null> {
    if (!this.vpp.running) return `VPP is gone:\n${this.vpp.logTail(10)}`;
    if (!(await this.vpp.rests())) return `VPP does not come to rest\n${await this.#doing()}`;
    return (await this.vpp.vppctl("show version")).startsWith("vpp v")
      ? null
      : "VPP's command line is silent";
  }

  /** What one that spins is at; `show files` counts the events of each. Asking may end the spin: look before. */
  async #doing(): Promise<string> {
    if (process.env.CHAOS_HOLD !== undefined) {
      const here = `VPP ${this.vpp.pid} in ${this.vpp.dir} is kept as it is`;
      console.error(`${here} until \`kill -USR2 ${process.pid}\``);
      const hold = setInterval(() => {}, 1000);
      await new Promise<void>((resolve) => process.once("SIGUSR2", () => resolve()));
      clearInterval(hold);
    }
    const sockets = openSockets(this.vpp.pid);
    const ask = (command: string): Promise<string> => this.vpp.vppctl(command).catch(show);
    const asked = ["show files", "show api clients", "show clock verbose", "show runtime max"];
    const told: string[] = [];
    for (const command of asked) told.push(await ask(command));
    return `before asking:\n${sockets.join("\n")}\n${told.join("\n")}`;
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
    // The name of this run, for who reads its stats.
    all.push(admin.call("bvi_create", { user_instance: this.#runs + 1 }));
    await Promise.all(all);
    this.#admin = admin;
    this.#runs++;
    this.#ready = true;
  }
}

/** Each with the path it was accepted at, or listens on, and whether its process waits for what comes. */
function openSockets(pid: number): readonly string[] {
  const fds = `/proc/${pid}/fd`;
  const links = readdirSync(fds).map((fd) => [fd, readlinkSync(join(fds, fd))] as const);
  const polls = links.filter(([, link]) => link === "anon_inode:[eventpoll]").map(([fd]) => fd);
  const watched = polls.map((fd) => readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8")).join("\n");
  const unix = readFileSync("/proc/net/unix", "utf8").split("\n");
  return links
    .filter(([, link]) => link.startsWith("socket:"))
    .map(([fd, link]) => {
      const inode = link.slice("socket:[".length, -1);
      const where = unix.find((line) => line.includes(` ${inode} `))?.trim() ?? "no Unix socket";
      const polled = new RegExp(`^tfd:\\s+${fd}\\b`, "m").test(watched);
      return `${fd} ${polled ? "polled" : "not polled"}: ${where}`;
    });
}
