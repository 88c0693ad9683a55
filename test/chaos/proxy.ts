// A proxy between clients and what they talk to, that can lose, cut, hold up and spoil what passes.
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { type LinkPlan, NO_PLAN } from "./link-plan.ts";
import { ProxyLink } from "./proxy-link.ts";

export class CrookedProxy {
  readonly socket: string;
  /** Asked for every connection. */
  plan: () => LinkPlan = () => NO_PLAN;
  readonly links: Set<ProxyLink> = new Set();
  /** What passed on the connection that ended last. */
  last = { up: 0, down: 0 };
  readonly #target: () => string;
  readonly #polite: boolean;
  #server: Server | null = null;
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
    if (this.#server !== null) return;
    rmSync(this.socket, { force: true });
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const link = new ProxyLink(socket, this.#target(), this.plan(), this.#polite, () => {
        this.last = { up: link.bytesUp, down: link.bytesDown };
        this.links.delete(link);
      });
      this.links.add(link);
      if (this.#frozen) link.freeze();
    });
    this.#server = server;
    server.listen(this.socket);
    await once(server, "listening");
  }

  /** Nobody can connect any more; with `unlink` alone the path is gone, connections stay. */
  async vanish(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
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
