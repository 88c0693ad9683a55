import type { Readable } from "node:stream";
import { streamOf, type Vpp } from "../../client/index.ts";
import { type ExchangeDescriptor, type Fields, fieldsToJson, type JsonObject } from "../../codec/index.ts";
import { VppApiError } from "../../errors/index.ts";
import type { Message, Schema } from "../../schema/index.ts";
import { connectWith } from "../connection.ts";
import { namedDefinitions } from "../definitions.ts";
import { atLine } from "../lines.ts";
import { Output } from "../output.ts";
import { jsonText } from "../text.ts";
import type { CallCommand } from "./command.ts";
import { definitionsToEncodeBy } from "./definitions.ts";
import { InOrder } from "./in-order.ts";
import { type CallLine, callLines, Requests } from "./lines.ts";
import { Progress } from "./progress.ts";
import { bytesOf, encodeRequest, keepingBytes } from "./raw.ts";

/** Calls in flight. More make VPP no faster. */
const WINDOW = 1000;

/**
 * `vpp-ts call` with calls on standard input, a line of JSON each: sends them one behind the other without waiting
 * for answers, and prints the answers in the order of the calls. A call that VPP refuses is printed as such and
 * doesn't end it. With `dryRun` the bytes of the requests are printed.
 *
 * @throws LineError for the first line that is wrong, or whose call fails otherwise than by VPP's refusal, when what
 * comes before it has been printed; at the end an Error where VPP refused a call.
 */
export async function callMany(command: CallCommand, input: Readable = process.stdin): Promise<void> {
  if (command.dryRun) return printBytes(command, await definitionsToEncodeBy(command), input);
  const named = namedDefinitions(command);
  const definitions = named === undefined ? {} : { definitions: named };
  await using vpp = await connectWith(command, { unsafe: command.unsafe, ...definitions });
  const calls = new Calls(vpp, command);
  try {
    await calls.run(input);
  } finally {
    await calls.end();
  }
}

async function printBytes(command: CallCommand, schema: Schema, input: Readable): Promise<void> {
  const output = new Output();
  const requests = new Requests(schema, command);
  try {
    for await (const line of callLines(input, requests)) {
      const message = line.request.message.name;
      const hex = hexOf(schema, message, line);
      if (output.line(command.format === "ndjson" ? JSON.stringify({ message, hex }) : hex))
        await output.flush();
      else output.soon();
    }
  } finally {
    await output.flush();
  }
}

/** @throws LineError for fields that don't fit. */
function hexOf(schema: Schema, message: string, { number, fields }: CallLine): string {
  try {
    return encodeRequest(schema, message, fields);
  } catch (error) {
    throw atLine(number, error);
  }
}

/** One answer, as it is printed; null where nothing is. */
interface Answer {
  readonly json: JsonObject | null;
  readonly refused: boolean;
}

class Calls {
  readonly #vpp: Vpp;
  readonly #command: CallCommand;
  readonly #output: Output = new Output();
  readonly #progress: Progress = new Progress();
  readonly #exchanges = new Map<string, ExchangeDescriptor>();

  constructor(vpp: Vpp, command: CallCommand) {
    this.#vpp = vpp;
    this.#command = command;
  }

  async run(input: Readable): Promise<void> {
    const answers = new InOrder<Answer>(
      WINDOW,
      (answer) => this.#print(answer),
      // Whoever waits for the next line waits no longer.
      () => input.destroy(),
    );
    try {
      for await (const line of callLines(input, new Requests(this.#vpp.schema, this.#command))) {
        const exchange = this.#exchange(line);
        if (exchange.kind === "request" || exchange.kind === "oneway") {
          await answers.add(this.#answer(line, exchange));
        } else {
          // A dump may be of any size: it is read as it is printed, in its turn.
          await answers.done();
          await this.#dump(line, exchange);
        }
      }
    } catch (error) {
      await answers.done();
      throw error;
    }
    await answers.done();
    const { refused, answered } = this.#progress;
    if (refused > 0) throw new Error(`VPP refused ${refused} of ${answered} calls`);
  }

  async end(): Promise<void> {
    this.#progress.end();
    await this.#output.flush();
  }

  #exchange({ request }: CallLine): ExchangeDescriptor {
    if (!this.#command.raw) return request.exchange;
    const { name } = request.message;
    const exchange = this.#exchanges.get(name) ?? keepingBytes(request.exchange);
    this.#exchanges.set(name, exchange);
    return exchange;
  }

  async #answer(
    { number, request, fields }: CallLine,
    exchange: Extract<ExchangeDescriptor, { kind: "request" | "oneway" }>,
  ): Promise<Answer> {
    try {
      if (exchange.kind === "oneway") {
        await this.#vpp.call(exchange, fields);
        return { json: null, refused: false };
      }
      const reply = await this.#vpp.call(exchange, fields, { check: this.#command.check });
      return { json: this.#form(number, request.answer, reply), refused: false };
    } catch (error) {
      if (!(error instanceof VppApiError)) throw atLine(number, error);
      return { json: refusal(number, error), refused: true };
    }
  }

  async #dump(
    { number, request, fields }: CallLine,
    exchange: Extract<ExchangeDescriptor, { kind: "dump" | "get" }>,
  ): Promise<void> {
    const { check } = this.#command;
    try {
      const items = streamOf(this.#vpp, exchange, fields, { check });
      for await (const item of items) await this.#line(this.#form(number, request.answer, item));
      await this.#print({ json: null, refused: false });
    } catch (error) {
      if (!(error instanceof VppApiError)) throw atLine(number, error);
      await this.#print({ json: refusal(number, error), refused: true });
    }
  }

  #form(line: number, answer: Message | null, reply: Fields): JsonObject | null {
    if (answer === null) return null;
    const message = answer.name;
    return this.#command.raw
      ? { line, message, hex: bytesOf(reply) }
      : { line, message, fields: fieldsToJson(answer, reply) };
  }

  async #print({ json, refused }: Answer): Promise<void> {
    this.#progress.answered++;
    if (refused) this.#progress.refused++;
    await this.#line(json);
  }

  async #line(json: JsonObject | null): Promise<void> {
    if (json === null) return;
    if (this.#output.line(jsonText(json))) await this.#output.flush();
    else this.#output.soon();
  }
}

function refusal(line: number, { messageName, retval, errno, reply }: VppApiError): JsonObject {
  // cli_inband_reply says in its text what was wrong.
  const more = typeof reply.reply === "string" && reply.reply !== "" ? { text: reply.reply } : {};
  return { line, message: messageName, error: { retval, errno, ...more } };
}
