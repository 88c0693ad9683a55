import {
  codecsOf,
  didYouMean,
  type ExchangeDescriptor,
  type Fields,
  jsonToFields,
} from "../../codec/index.ts";
import { VppEncodeError } from "../../errors/index.ts";
import { actualExchange } from "../../protocol/exchange.ts";
import type { Message, Schema } from "../../schema/index.ts";
import { searchHint } from "../api/search-hint.ts";
import { roleOf } from "../api/status.ts";
import { UsageError } from "../exit-code.ts";
import { fieldsFromArguments } from "../fields/fields.ts";

/** A request, and how VPP answers it. */
export interface Request {
  readonly message: Message;
  readonly exchange: ExchangeDescriptor;
  /** What the results come in: the reply, or each of the details; null where nothing comes. */
  readonly answer: Message | null;
}

/** @throws UsageError for a name that is no request. */
export function findRequest(schema: Schema, name: string): Request {
  const message = schema.messages.get(name);
  const exchange = codecsOf(schema).exchange(name);
  const callers = schema.services.keys();
  if (message === undefined) {
    throw new UsageError(
      `no message ${JSON.stringify(name.slice(0, 64))}${didYouMean(name, callers) || searchHint(name)}`,
    );
  }
  if (exchange === undefined) {
    throw new UsageError(`${name} is no request but what VPP sends: ${roleOf(schema, name)}`);
  }
  const actual = actualExchange(exchange);
  return { message, exchange: actual, answer: answerOf(schema, actual) };
}

function answerOf(schema: Schema, exchange: ExchangeDescriptor): Message | null {
  if (exchange.kind === "oneway") return null;
  const { name } = exchange.kind === "request" ? exchange.reply : exchange.details;
  const answer = schema.messages.get(name);
  if (answer === undefined) throw new UsageError(`no message ${name} in the definitions`);
  return answer;
}

/**
 * The fields of a request: those of `json`, and what `field=value` arguments change in them.
 *
 * @throws UsageError for arguments that aren't of that form, VppEncodeError naming the field that is wrong.
 */
export function readFields(
  { message, exchange: { request } }: Request,
  args: readonly string[],
  json?: Record<string, unknown>,
): Fields {
  const fields = jsonToFields(message, fieldsFromArguments(message, args, json));
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
