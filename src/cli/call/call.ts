import { streamOf, type Vpp } from "../../client/index.ts";
import { type Fields, fieldsToJson, type JsonObject } from "../../codec/index.ts";
import type { Message } from "../../schema/index.ts";
import { checkColumns, readColumns } from "../columns.ts";
import { connectWith } from "../connection.ts";
import { namedDefinitions } from "../definitions.ts";
import { Output } from "../output.ts";
import { type Format, type Printer, printerFor } from "../printer.ts";
import { legible } from "../table/legible.ts";
import type { CallCommand } from "./command.ts";
import { definitionsToEncodeBy } from "./definitions.ts";
import { readFieldsFile } from "./input.ts";
import { bytesOf, encodeRequest, keepingBytes } from "./raw.ts";
import { findRequest, type Request, readFields } from "./request.ts";

/** A call with its message named. */
export type OneCall = CallCommand & { readonly message: string };

/**
 * `vpp-ts call MESSAGE`: sends one request and prints what comes back; with `dryRun` its bytes instead.
 *
 * @throws UsageError for a name that is no request, and what the client's calls throw.
 */
export async function callOne(command: OneCall): Promise<void> {
  const json = command.file === undefined ? undefined : await readFieldsFile(command.file);
  const output = new Output();
  if (command.dryRun) {
    const schema = await definitionsToEncodeBy(command);
    const { fields } = prepare(findRequest(schema, command.message), command, json);
    const hex = encodeRequest(schema, command.message, fields);
    bytesPrinter(command.format, output).one({ message: command.message, hex });
  } else {
    // Where definitions are named, mistakes are found before VPP is bothered.
    const named = namedDefinitions(command);
    const early = named && prepare(findRequest(named, command.message), command, json);
    const definitions = named === undefined ? {} : { definitions: named };
    await using vpp = await connectWith(command, { unsafe: command.unsafe, ...definitions });
    await send(
      vpp,
      early ?? prepare(findRequest(vpp.schema, command.message), command, json),
      command,
      output,
    );
  }
  await output.flush();
}

interface Prepared extends Request {
  readonly fields: Fields;
}

function prepare(request: Request, command: OneCall, json?: Record<string, unknown>): Prepared {
  if (command.columns !== undefined && request.answer !== null) {
    checkColumns(request.answer, readColumns(command.columns));
  }
  return { ...request, fields: readFields(request, command.fields, json) };
}

async function send(
  vpp: Vpp,
  { exchange: plain, answer, fields }: Prepared,
  { raw, check, format, columns }: OneCall,
  output: Output,
): Promise<void> {
  const exchange = raw ? keepingBytes(plain) : plain;
  if (exchange.kind === "oneway" || answer === null) {
    await vpp.call(plain.request.name, fields);
    return;
  }
  const show = raw ? rawForm(answer) : form(answer, format ?? "table");
  const printer = raw
    ? bytesPrinter(format, output)
    : printerFor(format ?? "table", output, columns === undefined ? undefined : readColumns(columns));
  if (exchange.kind === "request") {
    printer.one(show(await vpp.call(exchange, fields, { check })));
    return;
  }
  printer.begin();
  for await (const item of streamOf(vpp, exchange, fields, { check })) await printer.item(show(item));
  await printer.end();
}

function form(answer: Message, format: Format): (reply: Fields) => JsonObject {
  return format === "table"
    ? (reply) => legible(answer, fieldsToJson(answer, reply))
    : (reply) => fieldsToJson(answer, reply);
}

/** What `decode` takes. */
function rawForm({ name }: Message): (reply: Fields) => JsonObject {
  return (reply) => ({ message: name, hex: bytesOf(reply) });
}

/** Messages as bytes: lines of hex unless another form is wanted. */
function bytesPrinter(format: Format | undefined, output: Output): Printer {
  return printerFor(format === undefined || format === "table" ? "hex" : format, output);
}
