import type { Socket } from "node:net";
import { type Codecs, codecsOf, type ExchangeDescriptor, type Fields, seededRandom } from "../codec/index.ts";
import type { ApiFile, Schema } from "../schema/index.ts";
import { Connection } from "./connection.ts";
import { modelledSchema } from "./definitions/index.ts";
import type { Faults } from "./faults.ts";
import type { Answer, GetAnswer, Handler, RawHandler, RequestContext } from "./handler.ts";
import { sessionHandlers } from "./memclnt.ts";
import { MessageTable, type TableEntry } from "./message-table.ts";
import { misbehave } from "./misbehave.ts";
import type { Model, ModelHandlers } from "./model/model.ts";
import { ReceivedMessage, type Recorder } from "./recorder.ts";

const PING = 23;
const PING_SIZE = 10;
/** Slots carry this bit where the client came over a socket. */
const SOCKET_BIT = 0x8000_0000;
const LOG_LINES = 1000;

export interface ServerOptions {
  readonly schema: Schema;
  /** What `schema` was made of: get_api_json serves it. */
  readonly files: readonly ApiFile[];
  readonly seed: number;
  readonly shuffleIds: boolean;
  readonly crcs: ReadonlyMap<string, string>;
  readonly onLog: ((line: string) => void) | undefined;
}

type Work =
  | { readonly raw: RawHandler }
  | { readonly exchange: ExchangeDescriptor; readonly handler: Handler };

/** One run of a simulated VPP: its table of ids, its clients, who answers what. Knows no listening socket. */
export class Server {
  readonly options: ServerOptions;
  readonly table: MessageTable;
  readonly faults: Faults;
  readonly recorder: Recorder;
  readonly random: () => number;
  readonly logLines: string[] = [];
  readonly #codecs: Codecs;
  readonly #model: Model;
  readonly #modelHandlers: ModelHandlers;
  readonly #own: ReadonlyMap<string, Handler>;
  readonly #session: Readonly<Record<string, RawHandler>>;
  #work: (Work | null)[] = [];
  /** By slot; slot 0 is VPP's own. */
  readonly #clients: (Connection | undefined)[] = [undefined];

  constructor(
    options: ServerOptions,
    model: Model,
    own: ReadonlyMap<string, Handler>,
    faults: Faults,
    recorder: Recorder,
  ) {
    this.options = options;
    this.faults = faults;
    this.recorder = recorder;
    this.random = seededRandom(options.seed);
    this.#codecs = codecsOf(options.schema);
    const shuffle = (names: string[]) => (options.shuffleIds ? shuffled(names, this.random) : names);
    this.table = new MessageTable(options.schema, this.#codecs, shuffle, options.crcs);
    this.#own = own;
    this.#model = model;
    this.#modelHandlers = model.handlers(this);
    this.#session = sessionHandlers(this);
  }

  get clients(): Connection[] {
    return this.#clients.filter((client) => client !== undefined);
  }

  accept(socket: Socket): void {
    let slot = this.#clients.indexOf(undefined, 1);
    if (slot < 0) slot = this.#clients.length;
    this.#clients[slot] = new Connection(this, socket, (SOCKET_BIT | slot) >>> 0);
  }

  /** The client an index belongs to; what VPP does with one that is nobody's is to answer nobody. */
  client(index: number): Connection | undefined {
    return this.#clients[(index & ~SOCKET_BIT) >>> 0];
  }

  closed(client: Connection): void {
    const slot = (client.index & ~SOCKET_BIT) >>> 0;
    if (this.#clients[slot] === client) this.#clients[slot] = undefined;
    this.#model.closed(client.index);
  }

  log(line: string): void {
    if (this.logLines.length >= LOG_LINES) this.logLines.shift();
    this.logLines.push(line);
    this.options.onLog?.(line);
  }

  /** Forgets who answers what, after a handler was set. */
  changed(): void {
    this.#work = [];
  }

  /** Sends a message that no request asked for. */
  emit(to: Connection, name: string, fields: Fields, context = 0): void {
    const { id, descriptor } = this.table.need(name);
    to.send(id, descriptor, fields, context, to.index);
  }

  /** Takes one payload. A promise says when the next may be looked at. */
  request(from: Connection, bytes: Buffer, start: number, end: number): Promise<void> | undefined {
    const id = bytes.readUInt16BE(start);
    const entry = this.table.byId[id];
    this.#record(from, entry, bytes, start, end);
    if (id === PING && !this.faults.any && end - start >= PING_SIZE && !this.#own.has("control_ping")) {
      this.client(bytes.readUInt32BE(start + 2))?.pong(bytes.readUInt32BE(start + 6), process.pid);
      return undefined;
    }
    if (entry === undefined) {
      this.log(`client ${from.name}: message id ${id} unknown, dropped`);
      return undefined;
    }
    const fault = this.faults.any ? this.faults.strike(entry.name) : undefined;
    // A delayed request may outlive its client, whose index is another's by then.
    const answer = () => (from.socket.destroyed ? undefined : this.#answer(from, entry, bytes, start, end));
    if (fault === undefined) return answer();
    if (fault.kind !== "refuse") return misbehave(fault, from, this.faults, answer);
    const refusal = { response: fault.response ?? -1, index: 0 };
    this.emit(from, "sockclnt_create_reply", refusal, bytes.readUInt32BE(start + 2));
    return undefined;
  }

  #record(from: Connection, entry: TableEntry | undefined, bytes: Buffer, start: number, end: number): void {
    const copy = Buffer.from(bytes.subarray(start, end));
    const descriptor = entry === undefined ? undefined : () => this.table.descriptor(entry.id);
    this.recorder.add(new ReceivedMessage(from.name, from.index, copy, entry?.message, descriptor));
  }

  #answer(
    from: Connection,
    entry: TableEntry,
    bytes: Buffer,
    start: number,
    end: number,
  ): Promise<void> | undefined {
    const work = this.#workOf(entry);
    if (work === null) {
      this.log(`client ${from.name}: ${entry.name} has no handler, dropped`);
      return undefined;
    }
    try {
      if ("raw" in work) {
        const rest = work.raw(from, bytes, start, end);
        return rest === undefined ? undefined : this.#pump(from, rest);
      }
      return this.#typed(from, work.exchange, work.handler, bytes, start, end);
    } catch (error) {
      this.log(`client ${from.name}: ${entry.name}: ${String(error)}, dropped`);
      return undefined;
    }
  }

  #workOf(entry: TableEntry): Work | null {
    const known = this.#work[entry.id];
    if (known !== undefined) return known;
    const made = this.#makeWork(entry);
    this.#work[entry.id] = made;
    return made;
  }

  #makeWork({ name, message }: TableEntry): Work | null {
    const own = this.#own.get(name);
    const exchange = this.#codecs.exchange(name);
    if (own !== undefined && exchange !== undefined) return { exchange, handler: own };
    const session = this.#session[name];
    if (session !== undefined) return { raw: session };
    // The model speaks 26.06: of other releases it answers what has not changed.
    if (modelledSchema().messages.get(name)?.crc !== message.crc) return null;
    const raw = this.#modelHandlers.raw[name];
    if (raw !== undefined) return { raw };
    const handler = this.#modelHandlers.typed[name];
    return handler === undefined || exchange === undefined ? null : { exchange, handler };
  }

  #typed(
    from: Connection,
    exchange: ExchangeDescriptor,
    handler: Handler,
    bytes: Buffer,
    start: number,
    end: number,
  ): Promise<void> | undefined {
    const { request } = exchange;
    const fields = request.decode(from.source(bytes, start, end));
    const index = bytes.readUInt32BE(start + (request.clientIndexOffset ?? 2));
    const context = request.contextOffset === null ? 0 : bytes.readUInt32BE(start + request.contextOffset);
    const to = request.clientIndexOffset === null ? from : this.client(index);
    const about: RequestContext = {
      client: from.name,
      clientIndex: index,
      context,
      message: request.name,
      send: (name, more = {}) => to !== undefined && this.emit(to, name, more, context),
    };
    const answer = handler(fields, about);
    if (!(answer instanceof Promise)) return this.#reply(to, exchange, answer, context);
    return answer.then((late) => this.#reply(to, exchange, late, context));
  }

  #reply(
    to: Connection | undefined,
    exchange: ExchangeDescriptor,
    answer: Answer,
    context: number,
  ): Promise<void> | undefined {
    if (to === undefined || answer === undefined || exchange.kind === "oneway") return undefined;
    const send = (name: string, fields: Fields) => {
      const { id, descriptor } = this.table.need(name);
      to.send(id, descriptor, fields, context);
    };
    if (exchange.kind === "request") {
      send(exchange.reply.name, answer as Fields);
      return undefined;
    }
    const details = exchange.details.name;
    if (exchange.kind === "dump")
      return this.#pump(
        to,
        each(answer as Iterable<Fields>, (f) => send(details, f)),
      );
    const { details: all, reply } = answer as GetAnswer;
    const end = exchange.reply.name;
    return this.#pump(
      to,
      each(
        all,
        (f) => send(details, f),
        () => send(end, reply),
      ),
    );
  }

  /** Runs a long answer, as fast as the client reads it. */
  #pump(to: Connection, rest: Iterator<void>): Promise<void> | undefined {
    while (rest.next().done !== true) {
      if (to.congested)
        return to.drained().then(() => (to.socket.destroyed ? undefined : this.#pump(to, rest)));
    }
    return undefined;
  }
}

function* each<T>(items: Iterable<T>, run: (item: T) => void, last?: () => void): Generator<void> {
  for (const item of items) {
    run(item);
    yield;
  }
  last?.();
}

function shuffled(names: string[], random: () => number): string[] {
  const out = [...names];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
