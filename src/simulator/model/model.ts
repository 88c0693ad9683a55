import type { Handler, RawHandler } from "../handler.ts";
import type { Server } from "../server.ts";
import { Acls } from "./acls.ts";
import { Addresses } from "./addresses.ts";
import { Bridges } from "./bridges.ts";
import { InterfaceEvents } from "./events.ts";
import { Fib } from "./fib.ts";
import { Interfaces } from "./interfaces.ts";
import { Neighbours } from "./neighbours.ts";
import { PathMtus } from "./path-mtus.ts";
import { routeHandlers } from "./routes.ts";
import { systemHandlers } from "./system.ts";
import { tableHandlers } from "./tables.ts";

export interface ModelHandlers {
  readonly typed: Readonly<Record<string, Handler>>;
  readonly raw: Readonly<Record<string, RawHandler>>;
}

/** What the model may use of the server it runs in. */
export type Host = Pick<Server, "client" | "emit" | "random" | "table">;

/** The state of a simulated VPP, and what its messages do to it. */
export class Model {
  readonly fib: Fib = new Fib();
  readonly events: InterfaceEvents = new InterfaceEvents();
  readonly interfaces: Interfaces;
  readonly addresses: Addresses;
  readonly neighbours: Neighbours;
  readonly bridges: Bridges;
  readonly acls: Acls;
  readonly pathMtus: PathMtus;
  readonly getBatch: number;

  /** `getBatch`: details that a `_get` sends before it answers EAGAIN (a real VPP stops after a millisecond). */
  constructor(getBatch: number) {
    this.getBatch = getBatch;
    this.interfaces = new Interfaces(this.events);
    this.addresses = new Addresses(this.interfaces, this.fib);
    this.neighbours = new Neighbours(this.interfaces, this.fib);
    this.bridges = new Bridges(this.interfaces);
    this.acls = new Acls(this.interfaces);
    this.pathMtus = new PathMtus(this.fib, getBatch);
  }

  handlers(host: Host): ModelHandlers {
    this.events.host = host;
    return {
      typed: {
        ...systemHandlers(this),
        ...this.events.handlers(),
        ...this.interfaces.handlers(),
        ...this.addresses.handlers(),
        ...tableHandlers(this, host),
        ...this.neighbours.handlers(),
        ...this.bridges.handlers(host),
        ...this.acls.handlers(),
        ...this.pathMtus.handlers(),
      },
      raw: routeHandlers(this, host),
    };
  }

  /** A client is gone: what it subscribed to is, too. */
  closed(clientIndex: number): void {
    this.events.closed(clientIndex);
  }
}
