import { rmSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { goodbyeFrame } from "../protocol/index.ts";
import type { Side } from "../recording/index.ts";
import { listen, type SocketAddress } from "../transport/index.ts";
import { Backlog } from "./backlog.ts";
import { Conversation, type ConversationHost, type Passed } from "./conversation.ts";
import { Pair } from "./pair.ts";
import { Tap } from "./tap.ts";

/** What a proxy tells, in the order it happens. Times are microseconds since 1970. */
export interface ProxyHost extends ConversationHost {
  opened(connection: number, time: number): void;
  message(connection: number, passed: Passed): void;
  skipped(connection: number, from: Side, size: number, time: number): void;
  unreadable(connection: number, from: Side, reason: string, time: number): void;
  closed(connection: number, by: Side | "trace", reason: string, time: number): void;
}

export interface ProxyOptions {
  /** A path, or a NUL and an abstract name. */
  readonly listen: string;
  /** Who may connect; the owner alone unless told. */
  readonly mode?: number;
  readonly vpp: SocketAddress;
}

type Pairs = Map<Pair, { readonly tap: Tap; readonly conversation: Conversation }>;

/** Microseconds since 1970, as a clock that never goes back counts them. */
function now(): number {
  return (performance.timeOrigin + performance.now()) * 1000;
}

/** Stands between clients and VPP, changes nothing, and tells what passes. */
export class TraceProxy {
  readonly #server: Server;
  readonly #path: string;
  readonly #pairs: Pairs;
  readonly #backlog: Backlog;

  private constructor(server: Server, path: string, pairs: Pairs, backlog: Backlog) {
    this.#backlog = backlog;
    this.#server = server;
    this.#path = path;
    this.#pairs = pairs;
  }

  /** @throws the socket's error, EADDRINUSE among them. */
  static async start(options: ProxyOptions, host: ProxyHost): Promise<TraceProxy> {
    const pairs: Pairs = new Map();
    const backlog = new Backlog();
    let connections = 0;
    const accept = (client: Socket): void => {
      const connection = ++connections;
      const conversation = new Conversation(host);
      const tap = new Tap({
        frame: (...frame) => host.message(connection, conversation.frame(...frame)),
        skipped: (...message) => host.skipped(connection, ...message),
        lost: (...message) => host.unreadable(connection, ...message),
      });
      backlog.work();
      host.opened(connection, now());
      const pair = new Pair(client, options.vpp, {
        now,
        passed: (from, chunk, time) => backlog.add(tap, from, chunk, time),
        closed: (by, reason) => {
          backlog.work();
          pairs.delete(pair);
          host.closed(connection, by, reason, now());
        },
      });
      pairs.set(pair, { tap, conversation });
    };
    const server = await listen(options.listen, accept, {
      allowHalfOpen: true,
      pauseOnConnect: true,
      mode: options.mode ?? 0o600,
    });
    return new TraceProxy(server, options.listen, pairs, backlog);
  }

  /** Takes no more clients, says goodbye to VPP for those there are, and ends their connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#backlog.work();
    for (const [pair, { tap, conversation }] of this.#pairs) {
      const { clientIndex } = conversation;
      pair.leave(clientIndex !== null && tap.clientIdle ? goodbyeFrame(clientIndex, 0) : null);
    }
    await Promise.all([closed, ...[...this.#pairs.keys()].map(({ done }) => done)]);
    if (!this.#path.startsWith("\0")) rmSync(this.#path, { force: true });
  }
}
