import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server as NetServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ExchangeDescriptor, type Fields, type JsonObject, seededRandom } from "../codec/index.ts";
import { readDefinitions } from "../definitions/index.ts";
import { showAs } from "../errors/inspect.ts";
import { type ApiFile, linkSchema, type Schema } from "../schema/index.ts";
import { listen } from "../transport/index.ts";
import { modelledFiles, modelledSchema } from "./definitions/index.ts";
import { fits, unmet } from "./expect.ts";
import { type Fault, Faults, type SetFault } from "./faults.ts";
import type { Answer, GetAnswer, Handler } from "./handler.ts";
import { Model } from "./model/model.ts";
import { type ReceivedMessage, Recorder } from "./recorder.ts";
import { Server } from "./server.ts";
import { SimulatorStats, type StatsOptions } from "./stats.ts";

export interface SimulatorOptions {
  /** Where to listen; a socket in a folder of its own, removed with it, unless told. */
  readonly socket?: string | undefined;
  /**
   * Definitions to serve instead of the built-in ones: files or folders, as `loadDefinitions` takes them. Those that
   * make no session (a plugin's alone) are served beside the built-in ones.
   */
  readonly api?: string | readonly string[] | undefined;
  /** Folders in which imports of `.api` files are looked for: VPP's sources, or its headers (`/usr/include`). */
  readonly include?: readonly string[] | undefined;
  /** What chance is drawn from: faults, numbers that VPP draws, the order of ids. 1 unless told. */
  readonly seed?: number | undefined;
  /** Ids that differ from start to start: modules are loaded in an order drawn from the seed. */
  readonly shuffleIds?: boolean | undefined;
  /** Messages received that are kept for `received` and `expect`: the last 10,000 unless told; 0 keeps none. */
  readonly record?: number | undefined;
  /** Details that a `_get` sends before it answers EAGAIN. 128 unless told. */
  readonly getBatch?: number | undefined;
  /** Serves a stats segment too. Needs koffi, an optional dependency. None unless told. */
  readonly stats?: StatsOptions | undefined;
  /** Is told what VPP would log: messages dropped, clients that break the protocol. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface RestartOptions {
  readonly seed?: number | undefined;
  readonly shuffleIds?: boolean | undefined;
  /** CRCs (eight hex digits) to be told for messages instead of the right ones, by name. */
  readonly crcs?: Readonly<Record<string, string>> | undefined;
  /** True: interfaces, routes and the rest survive, which a VPP's don't. */
  readonly keepState?: boolean | undefined;
}

/** The answer that fits how an exchange is answered. */
export type AnswerOf<X> =
  X extends ExchangeDescriptor<never, infer Out, infer End>
    ? X extends { readonly kind: "dump" }
      ? Iterable<Partial<Out>>
      : X extends { readonly kind: "get" }
        ? GetAnswer<Partial<Out>, Partial<End>>
        : Partial<Out> | undefined
    : Answer;

const DEFAULT_RECORD = 10_000;
const DEFAULT_BATCH = 128;
const DEFAULT_WAIT = 5000;

/**
 * A VPP in this process: speaks the binary API over a Unix socket, and does with interfaces, addresses, routes,
 * neighbours, bridge domains and access lists what VPP 26.06 does. For tests that have no VPP.
 *
 * @example
 * await using sim = await Simulator.start();
 * const vpp = await connect({ socket: sim.socket });
 */
export class Simulator {
  /** The path it listens on. */
  readonly socket: string;
  readonly schema: Schema;
  readonly #options: SimulatorOptions;
  readonly #files: readonly ApiFile[];
  readonly #folder: string | null;
  readonly #own = new Map<string, Handler>();
  readonly #recorder: Recorder;
  readonly #faults: Faults;
  #model: Model;
  #server: Server;
  #net: NetServer | undefined;
  #stats: SimulatorStats | null = null;
  #starts = 0;

  private constructor(options: SimulatorOptions, files: readonly ApiFile[], folder: string | null) {
    this.#options = options;
    this.#files = files;
    this.#folder = folder;
    this.socket = options.socket ?? join(folder ?? tmpdir(), "api.sock");
    this.schema = options.api === undefined ? modelledSchema() : linkSchema(files);
    this.#recorder = new Recorder(options.record ?? DEFAULT_RECORD);
    this.#faults = new Faults(seededRandom(options.seed ?? 1));
    this.#model = this.#freshModel();
    this.#server = this.#freshServer({});
  }

  /** Starts one and resolves when it listens. @throws the socket's error; VppDefinitionError for bad definitions. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const files = filesOf(options);
    const folder = options.socket === undefined ? await mkdtemp(join(tmpdir(), "vpp-sim-")) : null;
    const simulator = new Simulator(options, files, folder);
    await simulator.#listen();
    return simulator;
  }

  /** The stats segment; null where none was asked for. After a restart it is another. */
  get stats(): SimulatorStats | null {
    return this.#stats;
  }

  /** Ends every link at once, as a VPP that is killed does, and removes the socket. */
  async stop(): Promise<void> {
    await this.#close();
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  /** Ends and starts again on the same path: nothing that was set up is there any more. */
  async restart(options: RestartOptions = {}): Promise<void> {
    await this.#close();
    this.#starts++;
    if (options.keepState !== true) this.#model = this.#freshModel();
    this.#server = this.#freshServer(options);
    await this.#listen();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Answers requests of this name from now on, before the model does. Takes the descriptor of an exchange where
   * there are bindings: then request and answer are typed. For a request return the reply's fields, for a dump
   * its details, for a get `{ details, reply }`; undefined for no answer. `context` is the library's business.
   *
   * @throws Error for a message that starts no exchange.
   */
  handle(message: string, handler: Handler): void;
  handle<In, Out, End, X extends ExchangeDescriptor<In, Out, End>>(
    exchange: X & ExchangeDescriptor<In, Out, End>,
    handler: Handler<Partial<In>, AnswerOf<X>>,
  ): void;
  handle(message: string | ExchangeDescriptor<never>, handler: Handler<never>): void {
    const name = typeof message === "string" ? message : message.request.name;
    if (!this.schema.services.has(name))
      throw new Error(`${name} starts no exchange in the simulator's definitions`);
    this.#own.set(name, handler as Handler);
    this.#server.changed();
  }

  /** Gives a message back to the model. */
  unhandle(message: string): void {
    this.#own.delete(message);
    this.#server.changed();
  }

  /** Sends an event (or any message) to every client; `client_index` is each client's own. */
  broadcast(message: string, fields: Fields = {}): void {
    for (const client of this.#server.clients) this.#server.emit(client, message, fields);
  }

  /** Sets a fault. What chance decides comes from the seed: the same seed, the same failure. */
  inject(fault: Fault): SetFault {
    return this.#faults.add(fault);
  }

  /** Removes all faults, and what they did to the links that are there. */
  clearFaults(): void {
    this.#faults.clear();
    for (const client of this.#server.clients) client.mend();
  }

  /** Ends every link at once, and goes on listening. */
  disconnect(): void {
    for (const client of this.#server.clients) client.destroy();
  }

  /** The clients that are connected, by the names they gave. */
  get clients(): readonly string[] {
    return this.#server.clients.map(({ name }) => name);
  }

  /** What VPP would have logged: the last 1,000 lines. */
  get log(): readonly string[] {
    return this.#server.logLines;
  }

  /** The messages received, oldest first; only those of a name, where one is given. */
  received(message?: string): readonly ReceivedMessage[] {
    const all = this.#recorder.all();
    return message === undefined ? all : all.filter((one) => one.message === message);
  }

  /** How many have come in all. */
  get receivedCount(): number {
    return this.#recorder.count;
  }

  clearReceived(): void {
    this.#recorder.clear();
  }

  /**
   * The first message of this name whose JSON has all that `wanted` says.
   * @throws AssertionError, showing what came instead.
   */
  expect(message: string, wanted: JsonObject = {}): ReceivedMessage {
    const found = this.received().find((one) => fits(one, message, wanted));
    if (found === undefined) throw unmet(message, wanted, this.received());
    return found;
  }

  /** As {@link expect}, for what may still come. @throws AssertionError after `timeout` milliseconds (5,000). */
  async waitFor(
    message: string,
    wanted: JsonObject = {},
    { timeout = DEFAULT_WAIT }: { timeout?: number } = {},
  ): Promise<ReceivedMessage> {
    const found = this.received().find((one) => fits(one, message, wanted));
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      const stop = this.#recorder.watch((one) => {
        if (!fits(one, message, wanted)) return;
        clearTimeout(timer);
        stop();
        resolve(one);
      });
      const timer = setTimeout(() => {
        stop();
        reject(unmet(message, wanted, this.received()));
      }, timeout);
    });
  }

  static {
    showAs(Simulator.prototype, "Simulator", (simulator) => ({
      socket: simulator.socket,
      listening: simulator.#net !== undefined,
      clients: simulator.clients,
      receivedCount: simulator.receivedCount,
      messages: simulator.schema.messages.size,
    }));
  }

  #freshModel(): Model {
    return new Model(this.#options.getBatch ?? DEFAULT_BATCH);
  }

  #freshServer({ seed, shuffleIds, crcs = {} }: RestartOptions): Server {
    const options = {
      schema: this.schema,
      files: this.#files,
      seed: seed ?? (this.#options.seed ?? 1) + this.#starts,
      shuffleIds: shuffleIds ?? this.#options.shuffleIds ?? false,
      crcs: new Map(Object.entries(crcs)),
      onLog: this.#options.onLog,
    };
    return new Server(options, this.#model, this.#own, this.#faults, this.#recorder);
  }

  async #listen(): Promise<void> {
    const { stats } = this.#options;
    if (stats !== undefined) {
      const path = stats.socket ?? join(dirname(this.socket), "stats.sock");
      this.#stats = await SimulatorStats.serve(path, this.#model, stats);
    }
    try {
      this.#net = await listen(this.socket, (socket) => this.#server.accept(socket));
    } catch (error) {
      this.#closeStats();
      throw error;
    }
    if (this.#folder !== null) process.once("exit", this.#sweep);
  }

  #closeStats(): void {
    this.#stats?.close();
    this.#stats = null;
  }

  readonly #sweep = (): void => {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  };

  async #close(): Promise<void> {
    const net = this.#net;
    if (net === undefined) return;
    this.#net = undefined;
    this.#closeStats();
    process.off("exit", this.#sweep);
    const closed = new Promise<void>((resolve) => net.close(() => resolve()));
    this.disconnect();
    await closed;
  }
}

function filesOf({ api, include }: SimulatorOptions): readonly ApiFile[] {
  if (api === undefined) return modelledFiles();
  const given = readDefinitions(api, include === undefined ? {} : { include });
  const { services } = linkSchema(given);
  return services.has("sockclnt_create") ? given : [...modelledFiles(), ...given];
}
