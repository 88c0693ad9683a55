import type { ExchangeDescriptor, MessageDescriptor } from "../codec/descriptor.ts";
import { didYouMean } from "../codec/suggest.ts";
import { VppStateError } from "../errors/index.ts";
import { type Binding, bindExchange, type Ping, pingIds } from "./binding.ts";
import type { CallCounter } from "./call-stats.ts";
import type { CodecSource } from "./codecs.ts";
import { actualExchange } from "./exchange.ts";
import type { MessageTable } from "./message-table.ts";

/** The exchanges used on one connection, each bound to its ids when first used. */
export class Bindings {
  readonly ping: Ping;
  readonly pingId: number;
  readonly #table: MessageTable;
  readonly #codecs: CodecSource;
  readonly #counter: (name: string) => CallCounter;
  readonly #calls = new Map<string | ExchangeDescriptor, Binding>();
  /** Messages sent without waiting for what they bring. */
  readonly #raw = new Map<string, Binding>();
  readonly #expect: (answer: MessageDescriptor) => void;

  /** `expect` hears of the answers to exchanges that come as descriptors. */
  constructor(
    table: MessageTable,
    codecs: CodecSource,
    counter: (name: string) => CallCounter,
    expect: (answer: MessageDescriptor) => void,
  ) {
    this.#expect = expect;
    this.#table = table;
    this.#codecs = codecs;
    this.#counter = counter;
    const ping = codecs.exchange("control_ping");
    if (ping?.kind !== "request") throw new VppStateError("the definitions lack control_ping");
    this.ping = ping;
    this.pingId = pingIds(table).request;
  }

  /** @throws VppCompatibilityError, or VppStateError for a message that calls nothing. */
  of(what: string | ExchangeDescriptor): Binding {
    return this.#calls.get(what) ?? this.#bind(what);
  }

  /** @throws VppCompatibilityError, or VppStateError for a message that isn't defined. */
  raw(name: string): Binding {
    return this.#raw.get(name) ?? this.#bindRaw(name);
  }

  #bind(what: string | ExchangeDescriptor): Binding {
    const exchange = typeof what === "string" ? this.#codecs.exchange(what) : what;
    if (exchange === undefined) throw this.#unknown(String(what));
    const counter = this.#counter(exchange.request.name);
    const binding = bindExchange(actualExchange(exchange), this.#table, this.ping, counter);
    if (typeof what !== "string") {
      if (binding.details !== null) this.#expect(binding.details);
      if (binding.reply !== null) this.#expect(binding.reply);
    }
    this.#calls.set(what, binding);
    return binding;
  }

  #bindRaw(name: string): Binding {
    const request = this.#codecs.message(name);
    if (request === undefined) throw this.#unknown(name);
    const binding = bindExchange({ kind: "oneway", request }, this.#table, this.ping, this.#counter(name));
    this.#raw.set(name, binding);
    return binding;
  }

  #unknown(name: string): VppStateError {
    const meant = didYouMean(name, this.#codecs.callers());
    if (this.#codecs.message(name) !== undefined) return new VppStateError(`${name}: no request${meant}`);
    const otherwise = "; a plugin's are there where VPP has loaded it";
    return new VppStateError(`${name}: no message of this name${meant || otherwise}`);
  }
}
