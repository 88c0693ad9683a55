import { sessionFields } from "../codec/emit/message.ts";
import { wantFields } from "../codec/quirks.ts";
import type { Message } from "../schema/index.ts";
import { readComment, tsdoc } from "./comment.ts";
import { printFields } from "./fields.ts";
import type { ModuleFile } from "./file.ts";
import type { Exchange, Roles } from "./roles.ts";

/** Prints the types and descriptors of a module's messages, each below what it refers to. */
export class MessagePrinter {
  readonly #file: ModuleFile;
  readonly #roles: Roles;
  readonly #types = new Set<Message>();
  /** Messages whose exchange, and those whose own descriptor has been printed. */
  readonly #exchanges = new Set<Message>();
  readonly #printed = new Set<Message>();

  constructor(file: ModuleFile, roles: Roles) {
    this.#file = file;
    this.#roles = roles;
  }

  print(message: Message): void {
    const exchange = this.#roles.exchanges.get(message);
    if (exchange === undefined) this.#answer(message);
    else this.#exchange(message, exchange);
    const caller = this.#roles.events.get(message);
    if (caller === undefined || exchange !== undefined) return;
    const { type, value } = this.#file.names.message(message);
    this.#file.line(
      ...description(message),
      `export const ${value}: ${this.#file.runtimeType("EventDescriptor")}<${type}> = {`,
      '  kind: "event",',
      `  message: ${this.#answer(message)},`,
      `  want: ${this.#want(caller)},`,
      "};",
      "",
    );
  }

  #exchange(message: Message, exchange: Exchange): void {
    if (this.#exchanges.has(message)) return;
    this.#exchanges.add(message);
    this.#type(message);
    const file = this.#file;
    const answers: string[] = [];
    if ("details" in exchange) answers.push(`  details: ${this.#answer(exchange.details)},`);
    if ("reply" in exchange) answers.push(`  reply: ${this.#answer(exchange.reply)},`);
    if (exchange.kind === "request") {
      answers.push(`  events: [${exchange.events.map((event) => this.#answer(event)).join(", ")}],`);
    }
    const { value, message: own } = file.names.message(message);
    const shared = this.#isShared(message);
    if (shared) this.#answer(message);
    file.line(
      ...description(message),
      `export const ${value}: ${exchangeType(file, this.#roles, message)} = {`,
      `  kind: "${exchange.kind}",`,
      ...(shared ? [`  request: ${own},`] : descriptor(message, "  request: ", ",")),
      ...answers,
      "};",
      "",
    );
  }

  /** The name of the descriptor of a message that is an answer; printed first where it is this file's. */
  #answer(message: Message): string {
    const file = this.#file;
    const { type, value, message: own } = file.names.message(message);
    const name = this.#isShared(message) || this.#roles.events.has(message) ? own : value;
    if (message.module !== file.module) return file.use(message.module, name, false);
    if (this.#printed.has(message)) return name;
    this.#printed.add(message);
    this.#type(message);
    const out = this.#roles.exchanges.has(message) ? "" : `<${file.runtimeType("Fields")}, ${type}>`;
    file.line(
      `export const ${name}: ${file.runtimeType("MessageDescriptor")}${out} = ${descriptor(message, "", ";").join("\n")}`,
      "",
    );
    return name;
  }

  /** True for the odd message that both starts an exchange and is the answer to another. */
  #isShared(message: Message): boolean {
    return (
      this.#roles.exchanges.has(message) &&
      (this.#roles.answers.has(message) || this.#roles.events.has(message))
    );
  }

  #want(caller: Message): string {
    const fields = wantFields(caller);
    if (fields === null) return "null";
    const { onOff, pid } = fields;
    return `{ exchange: ${this.#callee(caller)}, onOff: "${onOff}", pid: ${pid} }`;
  }

  /** The name of a request's descriptor. */
  #callee(message: Message): string {
    const file = this.#file;
    if (message.module === file.module) {
      const exchange = this.#roles.exchanges.get(message);
      if (exchange !== undefined) this.#exchange(message, exchange);
    }
    return file.use(message.module, file.names.message(message).value, false);
  }

  #type(message: Message): void {
    if (this.#types.has(message)) return;
    this.#types.add(message);
    const file = this.#file;
    const doc = readComment(message.comment);
    const side = this.#roles.exchanges.has(message) ? "input" : "decoded";
    file.line(...tsdoc(side === "input" ? [] : doc.lines, tags(message)));
    printFields(file, file.names.message(message).type, message.fields, side, doc, sessionNames(message));
  }
}

/** The fields of a message that the session fills in. */
export function sessionNames(message: Message): ReadonlySet<string> {
  const { contextOffset, clientIndexOffset } = sessionFields(message);
  const names = new Set<string>();
  if (contextOffset !== null) names.add("context");
  if (clientIndexOffset !== null) names.add("client_index");
  return names;
}

/** `RequestDescriptor<CreateLoopback, CreateLoopbackReply>` */
export function exchangeType(file: ModuleFile, roles: Roles, message: Message): string {
  const exchange = roles.exchanges.get(message) as Exchange;
  const name = (of: Message) => file.use(of.module, file.names.message(of).type, true);
  const out = (of: Message) => (roles.exchanges.has(of) ? file.runtimeType("Fields") : name(of));
  switch (exchange.kind) {
    case "oneway":
      return `${file.runtimeType("OnewayDescriptor")}<${name(message)}>`;
    case "request":
      return `${file.runtimeType("RequestDescriptor")}<${name(message)}, ${out(exchange.reply)}>`;
    case "dump":
      return `${file.runtimeType("DumpDescriptor")}<${name(message)}, ${out(exchange.details)}>`;
    case "get": {
      const { details, reply } = exchange;
      return `${file.runtimeType("GetDescriptor")}<${name(message)}, ${out(details)}, ${out(reply)}>`;
    }
  }
}

export function description(message: Message): readonly string[] {
  return tsdoc(readComment(message.comment).lines, tags(message));
}

function tags(message: Message): readonly string[] {
  const { deprecated, replaced_by: successor, in_progress: unfinished, status } = message.options;
  const list: string[] = [];
  if (deprecated !== undefined || successor !== undefined) {
    const since = typeof deprecated === "string" ? ` Since ${oneLine(deprecated)}.` : "";
    const use = typeof successor === "string" ? ` Use \`${oneLine(successor)}\`.` : "";
    list.push(`@deprecated${since}${use}`);
  }
  if (unfinished !== undefined || status === "in_progress") list.push("@experimental");
  return list;
}

function oneLine(text: string): string {
  return text.replace(/[^\w. -]/g, "");
}

function descriptor(message: Message, head: string, end: string): readonly string[] {
  const { name, crc } = message;
  const { contextOffset, clientIndexOffset } = sessionFields(message);
  const inner = head === "" ? "" : "  ";
  return [
    `${head}{`,
    `${inner}  kind: "message",`,
    `${inner}  name: "${name}",`,
    `${inner}  crc: "${crc}",`,
    `${inner}  contextOffset: ${contextOffset},`,
    `${inner}  clientIndexOffset: ${clientIndexOffset},`,
    `${inner}  encode: encode_${name},`,
    `${inner}  decode: decode_${name},`,
    `${inner}}${end}`,
  ];
}
