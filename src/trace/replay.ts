import { setTimeout as sleep } from "node:timers/promises";
import { LONGEST_TIMER } from "../client/deadlines.ts";
import { streamOf, type Vpp } from "../client/index.ts";
import { codecsOf } from "../codec/index.ts";
import {
  type ChangedMessage,
  VppCompatibilityError,
  VppConnectionError,
  VppStateError,
} from "../errors/index.ts";
import type { MessageTable } from "../protocol/index.ts";
import type { Schema } from "../schema/index.ts";
import { ExactExchanges } from "./exact.ts";
import { Gate } from "./gate.ts";
import { ReplaySteps, type Request, statusOf } from "./replay-steps.ts";

/** Clients of the recording that are there at a time. */
const MAX_CLIENTS = 256;
/** Answers that the recording may still have for what was sent. */
const MAX_OPEN = 65_536;

export interface ReplayOptions {
  /** A recording, or an API trace of VPP's. */
  readonly file: string;
  /** The definitions and the messages of the VPP it is sent to. */
  readonly schema: Schema;
  readonly table: MessageTable;
  /** Opens a connection, for each of the recording's clients. */
  connect(): Promise<Vpp>;
  /** How often as fast as recorded; null for as fast as answers come. */
  readonly speed: number | null;
  /** Requests that may wait for their answer at a time. */
  readonly window: number;
  /** Leaves out what this VPP lacks or has with another layout. */
  readonly skipUnknown: boolean;
  /** Lets through what VPP might not survive. */
  readonly unsafe: boolean;
  /** Hears how each request was answered, once it is known how it was then. */
  answered(answer: ReplayAnswer): void;
}

export interface ReplayAnswer {
  readonly connection: number;
  readonly message: string;
  /** Null where nothing came, or what came has no status. */
  readonly retval: number | null;
  /** Null where the recording has no answer. */
  readonly recorded: number | null;
  /** What a dump or get gave. */
  readonly details: number;
  /** Why there is no answer. */
  readonly error: Error | null;
}

export interface ReplayPlan {
  readonly requests: number;
  /** Left out because of `skipUnknown`. */
  readonly skipped: number;
}

/**
 * Goes through a recording without sending anything.
 *
 * @throws VppCompatibilityError for messages that this VPP lacks or has otherwise, unless they are to be skipped;
 * VppStateError for one that VPP might not survive; VppRecordingError.
 */
export async function planReplay(options: ReplayOptions): Promise<ReplayPlan> {
  const { file, schema, table, skipUnknown, unsafe } = options;
  let [requests, skipped] = [0, 0];
  const missing = new Set<string>();
  const changed = new Map<string, ChangedMessage>();
  for await (const step of new ReplaySteps(file, codecsOf(schema), table, unsafe).read()) {
    if (step.kind === "request") requests++;
    if (step.kind === "unsafe") {
      throw new VppStateError(`${step.name}: refused without { unsafe: true }: ${step.text}`);
    }
    if (step.kind !== "misfit") continue;
    skipped++;
    const { name, recorded, present } = step;
    if (step.why === "changed") changed.set(name, { name, wanted: recorded ?? "", present: present ?? "" });
    else missing.add(step.why === "missing" ? name : `${name} (${step.text})`);
  }
  if (skipped > 0 && !skipUnknown) throw new VppCompatibilityError([...missing], [...changed.values()]);
  return { requests, skipped };
}

/**
 * Sends the requests of a recording again. See {@link planReplay} for what is to be looked at before.
 *
 * @throws VppConnectionError where the link fails; what else becomes of a request is told to `answered`.
 */
export async function replay(options: ReplayOptions): Promise<void> {
  await new Replay(options).run();
}

interface Open {
  readonly request: Request;
  answer: Omit<ReplayAnswer, "recorded"> | null;
  /** Undefined while the recording may still tell. */
  recorded: number | null | undefined;
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #exchanges: ExactExchanges;
  readonly #gate: Gate;
  readonly #clients = new Map<number, { readonly vpp: Promise<Vpp>; readonly gate: Gate }>();
  readonly #open = new Map<string, Open>();
  readonly #begin = performance.now();
  #first: number | null = null;
  #failure: unknown = null;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#exchanges = new ExactExchanges(codecsOf(options.schema));
    this.#gate = new Gate(options.window);
  }

  async run(): Promise<void> {
    const { file, schema, table, unsafe } = this.#options;
    try {
      for await (const step of new ReplaySteps(file, codecsOf(schema), table, unsafe).read()) {
        if (this.#failure !== null) break;
        if (step.kind === "request") await this.#request(step);
        else if (step.kind === "answer") this.#recorded(step.key, step.retval);
        else if (step.kind === "close") await this.#close(step.connection);
      }
      await this.#gate.idle();
      if (this.#failure !== null) throw this.#failure;
      for (const key of [...this.#open.keys()]) this.#recorded(key, null);
    } finally {
      await Promise.allSettled([...this.#clients.keys()].map((connection) => this.#close(connection)));
    }
  }

  async #request(request: Request): Promise<void> {
    await this.#pace(request.time);
    const client = this.#client(request.connection);
    const vpp = await client.vpp;
    await this.#gate.enter();
    await client.gate.enter();
    const open: Open = { request, answer: null, recorded: undefined };
    if (this.#open.size >= MAX_OPEN) {
      const [oldest = ""] = this.#open.keys();
      this.#recorded(oldest, null);
    }
    this.#open.set(request.key, open);
    void this.#send(vpp, open).finally(() => {
      this.#gate.leave();
      client.gate.leave();
    });
  }

  async #send(vpp: Vpp, open: Open): Promise<void> {
    const { name, connection, payload } = open.request;
    const result = { retval: null as number | null, details: 0, error: null as Error | null };
    try {
      const fields = this.#exchanges.fields(open.request.fields, payload);
      const exchange = this.#exchanges.of(name);
      if (exchange?.kind === "dump" || exchange?.kind === "get") {
        const stream = streamOf(vpp, exchange, fields, NO_CHECK);
        for await (const _ of stream) result.details++;
        result.retval = statusOf(await stream.reply);
      } else if (exchange?.kind === "request") {
        result.retval = statusOf(await vpp.call(exchange, fields, NO_CHECK));
      } else if (exchange !== undefined) {
        await vpp.call(exchange, fields, NO_CHECK);
      }
    } catch (error) {
      if (error instanceof VppConnectionError) this.#failure ??= error;
      result.error = error instanceof Error ? error : new Error(String(error));
    }
    open.answer = { connection, message: name, ...result };
    this.#report(open);
  }

  #recorded(key: string, retval: number | null): void {
    const open = this.#open.get(key);
    if (open === undefined || open.recorded !== undefined) return;
    open.recorded = retval;
    this.#report(open);
  }

  #report(open: Open): void {
    if (open.answer === null || open.recorded === undefined) return;
    this.#open.delete(open.request.key);
    this.#options.answered({ ...open.answer, recorded: open.recorded });
  }

  /** Waits until it is the request's time, where there is one. */
  async #pace(time: number | null): Promise<void> {
    const { speed } = this.#options;
    if (speed === null || time === null) return;
    this.#first ??= time;
    const wait = (time - this.#first) / 1000 / speed - (performance.now() - this.#begin);
    if (wait > 0) await sleep(Math.min(wait, LONGEST_TIMER));
  }

  #client(connection: number): { readonly vpp: Promise<Vpp>; readonly gate: Gate } {
    let client = this.#clients.get(connection);
    if (client === undefined) {
      if (this.#clients.size >= MAX_CLIENTS) throw new Error(`more than ${MAX_CLIENTS} clients at a time`);
      client = { vpp: this.#options.connect(), gate: new Gate(Number.POSITIVE_INFINITY) };
      this.#clients.set(connection, client);
    }
    return client;
  }

  async #close(connection: number): Promise<void> {
    const client = this.#clients.get(connection);
    if (client === undefined) return;
    this.#clients.delete(connection);
    await client.gate.idle();
    await (await client.vpp).close();
  }
}

const NO_CHECK = { check: false } as const;
