import type { Fields } from "../codec/index.ts";
import { VppConnectionError, VppError, VppStateError } from "../errors/index.ts";
import {
  MAX_CLIENT_NAME,
  type MessageTable,
  type Session,
  type SessionClient,
  type Settlers,
  sameMessages,
} from "../protocol/index.ts";
import { requireMessages } from "./compatibility.ts";
import { askDefinitions, bootstrapCodecs, givenDefinitions, type Loaded } from "./definitions.ts";
import { keepalive } from "./keepalive.ts";
import { Link, type LinkOptions, type LinkOwner } from "./link.ts";
import { type Connected, type Phase, stateOf, whyNoSession } from "./phase.ts";
import type { Settings } from "./settings.ts";
import type { ConnectionState } from "./state.ts";
import type { Traffic } from "./traffic.ts";

export interface ConnectorOwner {
  readonly client: SessionClient;
  /** True while somebody waits for messages that no call asked for. */
  readonly listening: boolean;
  /** `connected` is there in the state of that name only. */
  changed(state: ConnectionState, connected: Connected | null): void;
}

/** Milliseconds between looks for a VPP that isn't there yet. */
const LOOK = 25;

/** Brings a connection about, and another when it is lost. Its phase is changed by `#set` only. */
export class Connector {
  readonly #owner: ConnectorOwner;
  readonly #options: Settings;
  readonly #linkOptions: LinkOptions;
  readonly #linkOwner: LinkOwner;
  #phase: Phase = { kind: "connecting" };
  /** The link that is being made. */
  #making: Link | null = null;
  #waiting: Settlers<void>[] = [];
  #table: MessageTable | null = null;
  #loaded: { readonly table: MessageTable; readonly loaded: Loaded } | null = null;
  #endKeepalive: () => void = () => {};

  constructor(options: Settings, owner: ConnectorOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#linkOwner = {
      client: owner.client,
      get listening() {
        return owner.listening;
      },
      lost: (link, error) => this.#lost(link, error),
    };
    const { name, socket, timeout, busyPoll, limits, unsafe = false } = options;
    if (Buffer.byteLength(name) > MAX_CLIENT_NAME) {
      throw new VppStateError(`the client's name is longer than ${MAX_CLIENT_NAME} bytes: ${name}`);
    }
    this.#linkOptions = { socket, name, timeout, busyPoll, ...limits, unsafe, signal: undefined };
  }

  get state(): ConnectionState {
    return stateOf(this.#phase);
  }

  /** For whoever prints the client. */
  shown(): object {
    const { name, socket } = this.#options;
    const { kind, error } = { error: null, ...this.state };
    const inFlight = this.#phase.kind === "connected" ? this.#phase.connected.session.inFlight : 0;
    const messages = this.#table?.size ?? 0;
    return {
      name,
      socket,
      state: kind,
      inFlight,
      messages,
      ...(error === null ? {} : { error: error.message }),
    };
  }

  get table(): MessageTable {
    if (this.#table === null) throw this.whyNot();
    return this.#table;
  }

  /** Why there is no session now. */
  whyNot(): VppError {
    return whyNoSession(this.#phase);
  }

  /** The first connection. */
  async open(): Promise<void> {
    const { signal, wait } = this.#options;
    const begun = performance.now();
    for (;;) {
      try {
        await this.#connect();
        return;
      } catch (error) {
        if (this.#phase.kind !== "connecting") throw this.whyNot();
        const until = begun + (isCrowded(error) ? Math.max(wait, this.#options.timeout) : wait);
        if (!isAbsent(error) || performance.now() >= until) throw this.#failed(error);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      if (signal?.aborted === true) throw this.#failed(signal.reason);
    }
  }

  /** No connection came about: returns why. */
  #failed(error: unknown): unknown {
    this.#set({ kind: "closed", error: error instanceof VppError ? error : null });
    return error;
  }

  ready(): Promise<void> {
    const { kind } = this.#phase;
    if (kind === "connected") return Promise.resolve();
    if (kind === "closing" || kind === "closed") return Promise.reject(this.whyNot());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.reconsider();
    });
  }

  async close(): Promise<void> {
    const phase = this.#phase;
    const error = new VppConnectionError("closed", "the client was closed");
    switch (phase.kind) {
      case "closed":
        return;
      case "closing":
        return phase.done;
      case "connected":
        return this.#leave(phase.link, error);
      case "connecting":
      case "reconnecting": {
        // A link that has shaken hands already is left as it should be.
        const making = this.#making;
        if (making === null) this.#set({ kind: "closed", error: null });
        else await this.#leave(making, error);
      }
    }
  }

  #leave(link: Link, error: VppConnectionError): Promise<void> {
    const left = link.leave(error);
    // Who heard that a call had failed may have closed the client meanwhile.
    if (this.#phase.kind === "closing") return this.#phase.done;
    const done = left.then(() => this.#set({ kind: "closed", error: null }));
    this.#set({ kind: "closing", done });
    return done;
  }

  /** Looks again whether the connection, or the wait for the next, keeps the process running. */
  reconsider(): void {
    const phase = this.#phase;
    if (phase.kind === "connected") phase.traffic.reconsider();
    else if (phase.kind === "reconnecting") {
      if (this.#owner.listening || this.#waiting.length > 0) phase.timer.ref();
      else phase.timer.unref();
    }
  }

  pressure(on: boolean): void {
    if (this.#phase.kind === "connected") this.#phase.traffic.pressure(on);
  }

  /** That for the first connection: aborted later, it must not stand in the way of another. */
  get #signal(): AbortSignal | undefined {
    return this.#phase.kind === "connecting" ? this.#options.signal : undefined;
  }

  async #connect(): Promise<void> {
    const link = new Link(this.#linkOwner, { ...this.#linkOptions, signal: this.#signal });
    this.#making = link;
    try {
      const traffic = await link.open();
      const { table } = traffic.hello;
      const loaded = await this.#load(traffic, table);
      requireMessages(this.#options.required ?? [], table);
      if (this.#phase.kind !== "connecting" && this.#phase.kind !== "reconnecting") throw this.whyNot();
      const session = traffic.begin(loaded.codecs);
      this.#table = table;
      this.#set({ kind: "connected", link, traffic, connected: { session, loaded } });
      traffic.reconsider();
    } catch (error) {
      await link.leave(new VppConnectionError("closed", "connecting failed", { cause: error }));
      throw error;
    } finally {
      this.#making = null;
    }
  }

  async #load(traffic: Traffic, table: MessageTable): Promise<Loaded> {
    const known = this.#loaded;
    const { definitions } = this.#options;
    if (known !== null && (definitions !== undefined || sameMessages(known.table, table))) {
      return known.loaded;
    }
    const loaded =
      definitions === undefined
        ? await askDefinitions(table, () => this.#askDefinitions(traffic), {
            cache: this.#options.cache,
            maxSize: this.#options.limits.maxDefinitions,
          })
        : givenDefinitions(definitions, this.#options.limits.maxDefinitions);
    this.#loaded = { table, loaded };
    return loaded;
  }

  #askDefinitions(traffic: Traffic): Promise<Fields> {
    const session = traffic.begin(bootstrapCodecs(), true);
    const signal = this.#signal;
    const options = signal === undefined ? {} : { signal };
    return session.request("get_api_json", {}, options) as Promise<Fields>;
  }

  #lost(link: Link, error: VppConnectionError): void {
    if (this.#phase.kind === "connected" && this.#phase.link === link) this.#again(1, error);
  }

  /** Plans try `attempt`, or gives up. */
  #again(attempt: number, error: unknown): void {
    const { reconnect } = this.#options;
    if (reconnect === null || attempt > reconnect.retries) {
      this.#set({ kind: "closed", error: error instanceof VppError ? error : null });
      return;
    }
    const { min, max } = reconnect;
    // Half of it random: many clients of one VPP shall not come back at once.
    const delay = Math.round(Math.min(max, min * 2 ** Math.min(attempt - 1, 30)) * (0.5 + Math.random() / 2));
    const timer = setTimeout(() => {
      this.#connect().catch((failure: unknown) => {
        if (this.#phase.kind === "reconnecting") this.#again(attempt + 1, failure);
      });
    }, delay);
    const why = error instanceof Error ? error : new VppConnectionError("lost", String(error));
    this.#set({ kind: "reconnecting", attempt, delay, error: why, timer });
    this.reconsider();
  }

  #set(phase: Phase): void {
    const before = this.#phase;
    this.#phase = phase;
    if (before.kind === "reconnecting") clearTimeout(before.timer);
    this.#endKeepalive();
    const waiting = phase.kind === "reconnecting" ? [] : this.#waiting.splice(0);
    if (phase.kind === "connected") {
      this.#keepAlive(phase.link, phase.traffic, phase.connected.session);
      for (const { resolve } of waiting) resolve();
    } else for (const { reject } of waiting) reject(this.whyNot());
    // Closing and closed are one state to the outside.
    if (before.kind === "closing") return;
    this.#owner.changed(this.state, phase.kind === "connected" ? phase.connected : null);
  }

  #keepAlive(link: Link, traffic: Traffic, session: Session): void {
    const { keepalive: interval } = this.#options;
    if (interval === null) return;
    this.#endKeepalive = keepalive(interval, traffic, session, (time) =>
      link.giveUp(new VppConnectionError("lost", `VPP has been silent for ${Math.round(time)} ms`)),
    );
  }
}

/** True where nobody listens, perhaps not yet. */
function isAbsent(error: unknown): boolean {
  return error instanceof VppConnectionError && error.reason === "refused" && error.cause !== undefined;
}

/** True where VPP listens and has as many connections to take as the system keeps for it (26.06: 5). */
function isCrowded(error: unknown): boolean {
  return (
    error instanceof VppConnectionError &&
    (error.cause as NodeJS.ErrnoException | undefined)?.code === "EAGAIN"
  );
}
