import type { Fields } from "../codec/index.ts";
import { VppConnectionError, VppError, VppStateError } from "../errors/index.ts";
import type { Hello, MessageTable, Session } from "../protocol/index.ts";
import { MAX_CLIENT_NAME, sameMessages } from "../protocol/index.ts";
import { requireMessages } from "./compatibility.ts";
import { askDefinitions, bootstrapCodecs, givenDefinitions, type Loaded } from "./definitions.ts";
import { Link, type LinkOptions, type LinkOwner } from "./link.ts";
import { forgetOnExit, leaveOnExit } from "./process-exit.ts";
import type { Settings } from "./settings.ts";
import type { ConnectionState } from "./state.ts";

/** What calls need of a connection that stands. */
export interface Connected {
  readonly session: Session;
  readonly loaded: Loaded;
}

export interface ConnectorOwner extends Omit<LinkOwner, "lost"> {
  /** `connected` is there in the state of that name only. */
  changed(state: ConnectionState, connected: Connected | null): void;
}

type Phase =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly link: Link; readonly connected: Connected }
  | {
      readonly kind: "reconnecting";
      readonly attempt: number;
      readonly delay: number;
      readonly error: Error;
      readonly timer: NodeJS.Timeout;
    }
  | { readonly kind: "closing"; readonly done: Promise<void> }
  | { readonly kind: "closed"; readonly error: VppError | null };

/** Milliseconds between looks for a VPP that isn't there yet. */
const LOOK = 25;

/** Brings a connection about, and another when it is lost. Its phase is changed by `#set` only. */
export class Connector {
  readonly #owner: ConnectorOwner;
  readonly #options: Settings;
  readonly #linkOptions: LinkOptions;
  #phase: Phase = { kind: "connecting" };
  /** The link that is being made. */
  #making: Link | null = null;
  #waiting: { resolve(): void; reject(error: unknown): void }[] = [];
  #table: MessageTable | null = null;
  #loaded: { readonly table: MessageTable; readonly loaded: Loaded } | null = null;
  #keepalive: NodeJS.Timeout | undefined;

  constructor(options: Settings, owner: ConnectorOwner) {
    this.#options = options;
    this.#owner = owner;
    const { name, socket, timeout, busyPoll, limits, unsafe = false } = options;
    if (Buffer.byteLength(name) > MAX_CLIENT_NAME) {
      throw new VppStateError(`the client's name is longer than ${MAX_CLIENT_NAME} bytes: ${name}`);
    }
    this.#linkOptions = { socket, name, timeout, busyPoll, ...limits, unsafe, signal: undefined };
  }

  get state(): ConnectionState {
    return stateOf(this.#phase);
  }

  get table(): MessageTable {
    if (this.#table === null) throw this.whyNot();
    return this.#table;
  }

  /** Why there is no session now. */
  whyNot(): VppError {
    const phase = this.#phase;
    switch (phase.kind) {
      case "connecting":
      case "connected":
        return new VppStateError("not connected yet: await connect() first");
      case "reconnecting":
        return new VppConnectionError("lost", "not connected to VPP at the moment; trying again", {
          cause: phase.error,
        });
      case "closing":
        return new VppStateError("the client is closed");
      case "closed":
        return new VppStateError("the client is closed", phase.error === null ? {} : { cause: phase.error });
    }
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
        if (!isAbsent(error) || performance.now() >= until || signal?.aborted === true) {
          this.#set({ kind: "closed", error: error instanceof VppError ? error : null });
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
      signal?.throwIfAborted();
    }
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
    const done = link.leave(error).then(() => {
      forgetOnExit(link);
      this.#set({ kind: "closed", error: null });
    });
    this.#set({ kind: "closing", done });
    return done;
  }

  /** Looks again whether the connection, or the wait for the next, keeps the process running. */
  reconsider(): void {
    const phase = this.#phase;
    if (phase.kind === "connected") phase.link.reconsider();
    else if (phase.kind === "reconnecting") {
      if (this.#owner.listening || this.#waiting.length > 0) phase.timer.ref();
      else phase.timer.unref();
    }
  }

  pressure(on: boolean): void {
    if (this.#phase.kind === "connected") this.#phase.link.pressure(on);
  }

  async #connect(): Promise<void> {
    // The signal is for the first connection: aborted later, it must not stand in the way of another.
    const signal = this.#phase.kind === "connecting" ? this.#options.signal : undefined;
    const link = new Link(this.#linkOwner(), { ...this.#linkOptions, signal });
    this.#making = link;
    try {
      const hello = await link.open();
      leaveOnExit(link);
      const loaded = await this.#load(link, hello);
      requireMessages(this.#options.required ?? [], hello.table);
      if (this.#phase.kind !== "connecting" && this.#phase.kind !== "reconnecting") throw this.whyNot();
      const session = link.begin(loaded.codecs);
      this.#table = hello.table;
      this.#set({ kind: "connected", link, connected: { session, loaded } });
      link.reconsider();
    } catch (error) {
      await link.leave(new VppConnectionError("closed", "connecting failed", { cause: error }));
      forgetOnExit(link);
      throw error;
    } finally {
      this.#making = null;
    }
  }

  async #load(link: Link, hello: Hello): Promise<Loaded> {
    const known = this.#loaded;
    const { definitions } = this.#options;
    if (known !== null && (definitions !== undefined || sameMessages(known.table, hello.table))) {
      return known.loaded;
    }
    const loaded =
      definitions === undefined
        ? await askDefinitions(hello.table, () => this.#askDefinitions(link), {
            cache: this.#options.cache,
            maxSize: this.#options.limits.maxDefinitions,
          })
        : givenDefinitions(definitions, this.#options.limits.maxDefinitions);
    this.#loaded = { table: hello.table, loaded };
    return loaded;
  }

  #askDefinitions(link: Link): Promise<Fields> {
    const session = link.begin(bootstrapCodecs(), true);
    const signal = this.#phase.kind === "connecting" ? this.#options.signal : undefined;
    const options = signal === undefined ? {} : { signal };
    return session.request("get_api_json", {}, options) as Promise<Fields>;
  }

  #linkOwner(): LinkOwner {
    const owner = this.#owner;
    return {
      topic: (name) => owner.topic(name),
      counter: (name) => owner.counter(name),
      observer: owner.observer,
      get wantsStray() {
        return owner.wantsStray;
      },
      get listening() {
        return owner.listening;
      },
      stray: (message) => owner.stray(message),
      report: (error) => owner.report(error),
      lost: (link, error) => this.#lost(link, error),
    };
  }

  #lost(link: Link, error: VppConnectionError): void {
    forgetOnExit(link);
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
    clearInterval(this.#keepalive);
    const waiting = phase.kind === "reconnecting" ? [] : this.#waiting.splice(0);
    if (phase.kind === "connected") {
      this.#probe(phase.link, phase.connected.session);
      for (const { resolve } of waiting) resolve();
    } else for (const { reject } of waiting) reject(this.whyNot());
    // Closing and closed are one state to the outside.
    if (before.kind === "closing") return;
    this.#owner.changed(this.state, phase.kind === "connected" ? phase.connected : null);
  }

  #probe(link: Link, session: Session): void {
    const { keepalive } = this.#options;
    if (keepalive === null) return;
    link.heardAt = performance.now();
    const limit = keepalive * 10;
    const silence = (): number => performance.now() - link.heardAt;
    // What came while the program itself was busy is read before setImmediate.
    const judge = (): void => {
      if (silence() <= limit) return;
      link.destroy(new VppConnectionError("lost", `VPP has been silent for ${Math.round(silence())} ms`));
    };
    this.#keepalive = setInterval(() => {
      if (link.paused) link.heardAt = performance.now();
      if (silence() > limit) setImmediate(judge);
      else if (silence() > keepalive && session.inFlight === 0) {
        session.request("control_ping", {}, { timeout: Number.POSITIVE_INFINITY }).catch(() => {});
      }
    }, keepalive);
    this.#keepalive.unref();
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

function stateOf(phase: Phase): ConnectionState {
  switch (phase.kind) {
    case "connecting":
    case "connected":
      return { kind: phase.kind };
    case "reconnecting":
      return { kind: phase.kind, attempt: phase.attempt, delay: phase.delay, error: phase.error };
    case "closing":
      return { kind: "closed", error: null };
    case "closed":
      return { kind: phase.kind, error: phase.error };
  }
}
