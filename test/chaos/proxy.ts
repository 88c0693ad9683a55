// A proxy between clients and what they talk to, that can lose, cut, hold up and spoil what passes.
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { type LinkPlan, NO_PLAN } from "./link-plan.ts";
import { ProxyLink } from "./proxy-link.ts";

const HOST = "127.0.0.1";

export class CrookedProxy {
  readonly socket: string;
  /** Asked for every connection. */
  plan: () => LinkPlan = () => NO_PLAN;
  readonly links: Set<ProxyLink> = new Set();
  /** What passed on the connection that ended last. */
  last = { up: 0, down: 0 };
  readonly #target: () => string;
  readonly #polite: boolean;
  #servers: Server[] = [];
  /** Any that is free, and then always the same. */
  #port = 0;
  #frozen = false;

  /**
   * `polite`: connections that are cut here end with a goodbye towards the target, and only whole messages reach it.
   * A VPP (26.06) whose client hangs up may spin for good; that is not what is looked for.
   */
  constructor(socket: string, target: () => string, polite: boolean) {
    this.socket = socket;
    this.#target = target;
    this.#polite = polite;
  }

  async listen(): Promise<void> {
    if (this.#servers.length > 0) return;
    rmSync(this.socket, { force: true });
    const take = (socket: Socket): void => {
      const link = new ProxyLink(socket, this.#target(), this.plan(), this.#polite, () => {
        this.last = { up: link.bytesUp, down: link.bytesDown };
        this.links.delete(link);
      });
      this.links.add(link);
      if (this.#frozen) link.freeze();
    };
    const local = createServer({ allowHalfOpen: true }, take).listen(this.socket);
    const network = createServer({ allowHalfOpen: true }, take).listen(this.#port, HOST);
    this.#servers = [local, network];
    await Promise.all(this.#servers.map((server) => once(server, "listening")));
    const address = network.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
  }

  /** The same by TCP; from {@link listen} on. */
  get tcp(): string {
    return `${HOST}:${this.#port}`;
  }

  /** Nobody can connect any more; with `unlink` alone the path is gone, connections stay. */
  async vanish(): Promise<void> {
    for (const server of this.#servers.splice(0)) server.close();
    if (existsSync(this.socket)) rmSync(this.socket, { force: true });
    await Promise.resolve();
  }

  /** Nothing passes; connections are taken and wait. */
  freeze(): void {
    this.#frozen = true;
    for (const link of this.links) link.freeze();
  }

  /** From here on everything passes. */
  mend(): void {
    this.plan = () => NO_PLAN;
    this.thaw();
    for (const link of this.links) link.mend();
  }

  thaw(): void {
    this.#frozen = false;
    for (const link of this.links) link.thaw();
  }

  async close(): Promise<void> {
    this.thaw();
    await this.vanish();
    const ended = [...this.links].map((link) => link.cut());
    await Promise.all(ended);
  }
}
