import type { Vpp } from "../client/index.ts";
import { codecsOf, didYouMean, type ExchangeDescriptor, fieldsToJson, jsonToFields } from "../codec/index.ts";
import { VppEncodeError } from "../errors/index.ts";
import type { Message, Schema } from "../schema/index.ts";
import { connectWith, namedDefinitions } from "./connection.ts";
import { UsageError } from "./exit-code.ts";
import { fieldsFromArguments } from "./fields/fields.ts";
import type { ConnectionArguments } from "./options.ts";
import { Output } from "./output.ts";
import { type Format, printerFor } from "./printer.ts";

export interface CallCommand extends ConnectionArguments {
  readonly message: string;
  /** `field=value`, or one JSON object. */
  readonly fields: readonly string[];
  readonly format: Format;
  /** False: a negative retval is shown like any reply. */
  readonly check: boolean;
  /** Lets messages through that can kill VPP. */
  readonly unsafe: boolean;
}

/**
 * `vpp-ts call`: sends one request and prints what comes back.
 *
 * @throws UsageError for a name that is no request, and what the client's calls throw.
 */
export async function call(command: CallCommand): Promise<void> {
  // Where definitions are named, mistakes are found before VPP is bothered.
  const named = namedDefinitions(command);
  const early = named === undefined ? undefined : prepare(named, command);
  const definitions = named === undefined ? {} : { definitions: named };
  await using vpp = await connectWith(command, { unsafe: command.unsafe, ...definitions });
  const { message, exchange, fields } = early ?? prepare(vpp.schema, command);
  const output = new Output();
  switch (exchange.kind) {
    case "oneway":
      await vpp.call(message.name, fields);
      return;
    case "request": {
      const reply = await vpp.call(message.name, fields, { check: command.check });
      const printer = printerFor(command.format, output);
      printer.one(fieldsToJson(messageNamed(vpp, exchange.reply.name), reply));
      break;
    }
    case "dump":
    case "get": {
      const details = messageNamed(vpp, exchange.details.name);
      const printer = printerFor(command.format, output);
      printer.begin();
      for await (const item of vpp.dump(message.name, fields, { check: command.check })) {
        await printer.item(fieldsToJson(details, item));
      }
      await printer.end();
    }
  }
  await output.flush();
}

interface Prepared {
  readonly message: Message;
  readonly exchange: ExchangeDescriptor;
  readonly fields: Record<string, unknown>;
}

function prepare(schema: Schema, command: CallCommand): Prepared {
  const { message, exchange } = findRequest(schema, command.message);
  return { message, exchange, fields: readFields(message, exchange, command.fields) };
}

function findRequest(schema: Schema, name: string): { message: Message; exchange: ExchangeDescriptor } {
  const message = schema.messages.get(name);
  const exchange = codecsOf(schema).exchange(name);
  if (message !== undefined && exchange !== undefined) return { message, exchange };
  const callers = schema.services.keys();
  if (message !== undefined) {
    throw new UsageError(`${name} is no request: it is what VPP sends${didYouMean(name, callers)}`);
  }
  throw new UsageError(`no message ${JSON.stringify(name.slice(0, 64))}${didYouMean(name, callers)}`);
}

function readFields(
  message: Message,
  { request }: ExchangeDescriptor,
  args: readonly string[],
): Record<string, unknown> {
  const fields = jsonToFields(message, fieldsFromArguments(message, args));
  const taken = [
    ...(request.clientIndexOffset === null ? [] : ["client_index"]),
    ...(request.contextOffset === null ? [] : ["context"]),
  ];
  for (const name of taken) {
    if (Object.hasOwn(fields, name)) {
      throw new VppEncodeError(
        message.name,
        name,
        "is filled in by the connection: leave it out",
        fields[name],
      );
    }
  }
  return fields;
}

function messageNamed({ schema }: Vpp, name: string): Message {
  const message = schema.messages.get(name);
  if (message === undefined) throw new UsageError(`no message ${name} in the definitions`);
  return message;
}
