// One client under test, and what is held against it: its states, its calls, the order of its answers.
import { getEventListeners } from "node:events";
import {
  type ConnectionState,
  type ConnectOptions,
  connect,
  type Vpp,
  VppApiError,
  VppCompatibilityError,
  VppConnectionError,
  VppDecodeError,
  VppEncodeError,
  VppStateError,
  VppTimeoutError,
} from "../../src/index.ts";
import { VppStatsError } from "../../src/stats/index.ts";
import type { Chance } from "./chance.ts";
import type { Verdict, Work } from "./job.ts";
import type { Ledger } from "./ledger.ts";

/** Thrown by the listeners of a campaign, so that they are told from real ones. */
export class Thrown extends Error {}

/** What the round does that excuses errors. */
export interface Weather {
  /** Bytes were spoiled: answers may be unreadable. */
  garbage: boolean;
  /** The target may have come back with other messages. */
  changes: boolean;
}

const LEGAL: Readonly<Record<string, readonly string[]>> = {
  connecting: ["connected", "closed"],
  connected: ["reconnecting", "closed"],
  reconnecting: ["reconnecting", "connected", "closed"],
  closed: [],
};

export interface CallMade<T> {
  readonly kind: string;
  readonly what: string;
  /** Makes it. What is made within, by those whom the library calls, comes after it. */
  start(): Promise<T>;
  reply(value: T): Verdict;
  refusal?: ((error: VppApiError) => Verdict) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether its answer comes in the order of asking. */
  readonly ordered: boolean;
  /** Whether what the campaign throws may come out of it. */
  readonly thrown?: boolean;
  /** Read at its reader's pace: what has come is kept for the reader, after close() too. */
  readonly paced?: boolean;
}

export class Actor {
  readonly name: string;
  readonly vpp: Vpp;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly work: Work;
  readonly weather: Weather;
  /** Counts connections. */
  epoch = 1;
  /** close() was called, and has settled. */
  closing = false;
  closed = false;
  #state: ConnectionState["kind"] = "connected";
  #asked = 0;
  #answered = { epoch: 0, order: 0 };
  #open = 0;

  private constructor(name: string, vpp: Vpp, chance: Chance, ledger: Ledger, work: Work, weather: Weather) {
    this.name = name;
    this.vpp = vpp;
    this.chance = chance;
    this.ledger = ledger;
    this.work = work;
    this.weather = weather;
    vpp.onState((state) => this.#moved(state));
    vpp.onError((error) => this.#reported(error));
  }

  /** Null where connecting failed in a way that faults explain. */
  static async start(
    name: string,
    options: ConnectOptions,
    chance: Chance,
    ledger: Ledger,
    work: Work,
    weather: Weather,
  ): Promise<Actor | null> {
    const settle = ledger.issue("connect", name);
    const { signal } = options;
    try {
      const vpp = await connect({ ...options, name });
      settle("connected");
      ledger.note(`${name} connected`);
      const actor = new Actor(name, vpp, chance, ledger, work, weather);
      if (signal !== undefined && getEventListeners(signal, "abort").length > 0) {
        ledger.breach("listeners are removed", `${name}: connect left one on its signal`);
      }
      return actor;
    } catch (error) {
      settle(`connect: ${nameOf(error)}`);
      if (signal?.aborted === true && error === signal.reason) return null;
      if (!explained(error, weather)) {
        ledger.breach("errors are the library's own", `${name}: connect: ${show(error)}`);
      }
      return null;
    }
  }

  get usable(): boolean {
    return !this.closing && this.vpp.state.kind !== "closed";
  }

  /** Keeps the books of one call. Settles when it does, and never rejects. */
  async track<T>(made: CallMade<T>): Promise<{ ok: boolean; value: T | null; error: unknown }> {
    const { kind, what, signal } = made;
    const { name, epoch, ledger } = this;
    const connected = this.vpp.state.kind === "connected";
    const order = ++this.#asked;
    const settle = ledger.issue(kind, `${name} ${what}`);
    const counted = made.paced === true ? 0 : 1;
    this.#open += counted;
    const settled = (outcome: string): void => {
      this.#open -= counted;
      settle(outcome);
      if (this.closed && made.paced !== true) {
        ledger.breach("nothing settles after close()", `${name}: ${kind} ${what}: ${outcome}`);
      }
      if (signal !== undefined && getEventListeners(signal, "abort").length > 0) {
        ledger.breach("listeners are removed", `${name}: ${kind} ${what} left one on its signal`);
      }
    };
    try {
      const value = await made.start();
      settled("answered");
      const verdict = made.reply(value);
      if (verdict !== null) ledger.breach("every call gets its own answer", `${name} ${kind}: ${verdict}`);
      if (!connected) {
        ledger.breach("no call succeeds without a connection", `${name}: ${kind} ${what}`);
      }
      if (made.ordered) this.#inOrder(epoch, order, `${kind} ${what}`);
      return { ok: true, value, error: null };
    } catch (error) {
      settled(nameOf(error));
      this.#failed(made, error, epoch, connected);
      return { ok: false, value: null, error };
    }
  }

  /** Closes, and holds everything to it. */
  async close(): Promise<void> {
    this.closing = true;
    this.ledger.note(`${this.name} close()`);
    const settle = this.ledger.issue("close", this.name);
    await this.vpp.close();
    settle("closed");
    this.closed = true;
    if (this.#open > 0) {
      this.ledger.breach("nothing settles after close()", `${this.name}: ${this.#open} calls still open`);
    }
    if (this.vpp.state.kind !== "closed") {
      this.ledger.breach("states tell the truth", `${this.name} is ${this.vpp.state.kind} after close()`);
    }
  }

  #inOrder(epoch: number, order: number, what: string): void {
    const last = this.#answered;
    if (last.epoch === epoch && order < last.order) {
      this.ledger.breach("order is kept", `${this.name}: ${what} was answered after what was asked later`);
    }
    if (epoch > last.epoch || order > last.order) this.#answered = { epoch, order };
  }

  #failed<T>(made: CallMade<T>, error: unknown, epoch: number, connected: boolean): void {
    const { kind, what, signal } = made;
    const wrong = (invariant: string): void =>
      this.ledger.breach(invariant, `${this.name}: ${kind} ${what}: ${show(error)}`);
    if (signal?.aborted === true && error === signal.reason) return;
    if (made.thrown === true && error instanceof Thrown) return;
    if (error instanceof VppApiError) {
      const verdict = made.refusal === undefined ? "a refusal nobody expected" : made.refusal(error);
      if (verdict !== null) {
        this.ledger.breach(
          "every call gets its own answer",
          `${this.name} ${kind}: ${verdict} (${show(error)})`,
        );
      }
      return;
    }
    if (!explained(error, this.weather)) {
      wrong("errors are the library's own");
    } else if (error instanceof VppConnectionError) {
      if (error.reason === "closed" && !this.closing) wrong("errors tell the truth");
      const same = this.epoch === epoch && this.vpp.state.kind === "connected";
      if (connected && same) wrong("states tell the truth");
    }
  }

  #moved(state: ConnectionState): void {
    const before = this.#state;
    this.#state = state.kind;
    if (state.kind === "connected") this.epoch++;
    this.ledger.note(`${this.name} ${before} -> ${state.kind}`);
    if (!(LEGAL[before] ?? []).includes(state.kind)) {
      this.ledger.breach("states tell the truth", `${this.name}: ${before} -> ${state.kind}`);
    }
    if (state.kind === "closed" && !this.closing && state.error === null) {
      this.ledger.breach("states tell the truth", `${this.name} closed by the program, which didn't`);
    }
    if (this.closed) this.ledger.breach("nothing settles after close()", `${this.name}: state ${state.kind}`);
  }

  #reported(error: unknown): void {
    if (error instanceof Thrown || explained(error, this.weather)) return;
    if (error instanceof VppApiError) return;
    this.ledger.breach("errors are the library's own", `${this.name} reported ${show(error)}`);
  }
}

export function explained(error: unknown, weather: Weather): boolean {
  // A message whose rest is held up counts as one that never ends.
  if (error instanceof VppConnectionError && error.reason === "protocol")
    return weather.garbage || error.message.includes(" began ");
  if (error instanceof VppConnectionError) return true;
  if (error instanceof VppTimeoutError) return true;
  if (error instanceof VppStateError) return true;
  if (error instanceof VppCompatibilityError) return weather.changes || weather.garbage;
  if (error instanceof VppDecodeError) return weather.garbage;
  return error instanceof VppEncodeError;
}

export function nameOf(error: unknown): string {
  if (error instanceof VppConnectionError) return `VppConnectionError ${error.reason}`;
  if (error instanceof VppApiError) return `VppApiError ${error.errno}`;
  if (error instanceof VppStatsError) return `VppStatsError ${error.reason}`;
  return error instanceof Error ? error.name : String(error);
}

export function show(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
