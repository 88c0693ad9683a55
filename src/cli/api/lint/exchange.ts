import { sessionFields } from "../../../codec/emit/message.ts";
import { isMisdeclaredDump, wantFields } from "../../../codec/index.ts";
import type { Message, Schema, Service } from "../../../schema/index.ts";
import type { Place, Report } from "./finding.ts";

/** The messages that make a session: when they are sent there is nothing yet to tell clients and calls apart by. */
const SESSION_MODULE = "memclnt";

/** Whether a message can be sent, answered, and its answer understood. */
export function lintExchange({ schema, module }: Place, message: Message, report: Report): void {
  if (module.name === SESSION_MODULE) return;
  const service = schema.services.get(message.name);
  if (service !== undefined) lintRequest(schema, message, service, report);
  else if (!isAnswer(schema, message.name)) {
    report("warning", "no-service", message, "neither a request, nor an answer or event of one");
  }
}

function isAnswer(schema: Schema, name: string): boolean {
  return answers(schema).has(name);
}

const known = new WeakMap<Schema, ReadonlySet<string>>();

/** Every message that a service says may come. */
function answers(schema: Schema): ReadonlySet<string> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const all = new Set<string>();
  for (const { reply, streamMessage, events } of schema.services.values()) {
    for (const name of [reply, streamMessage, ...events]) if (name !== null) all.add(name);
  }
  known.set(schema, all);
  return all;
}

function lintRequest(schema: Schema, message: Message, service: Service, report: Report): void {
  const { name } = message;
  const { clientIndexOffset, contextOffset } = sessionFields(message);
  if (clientIndexOffset === null && service.reply !== null) {
    report("error", "no-client-index", message, "without u32 client_index VPP can't tell whom to answer");
  }
  if (contextOffset === null && service.reply !== null) {
    report("error", "no-context", message, "without u32 context its answer can't be told from others");
  }
  if (isMisdeclaredDump(name, service.events)) {
    report(
      "error",
      "dump-as-events",
      message,
      `its details are declared as events: rpc ${name} returns stream …`,
    );
  } else if (/_dump(_v\d+)?$/.test(name) && !service.stream) {
    report("error", "dump-without-stream", message, `a dump answered by one ${service.reply}`);
  }
  if (service.events.length > 0 && name.startsWith("want_") && wantFields(message) === null) {
    report("warning", "want-without-switch", message, "no field says on or off: enable_disable, enable");
  }
  for (const answer of [service.streamMessage, service.stream ? service.reply : null]) {
    if (answer !== null) lintContext(schema.messages.get(answer), report);
  }
  const reply = schema.messages.get(service.reply ?? "");
  const isEnd = !service.stream || service.streamMessage !== null;
  if (reply !== undefined && isEnd) lintReply(reply, report);
}

function lintContext(answer: Message | undefined, report: Report): void {
  if (answer !== undefined && sessionFields(answer).contextOffset === null) {
    report("error", "no-context", answer, "without u32 context nobody knows what it answers");
  }
}

function lintReply(reply: Message, report: Report): void {
  lintContext(reply, report);
  const retval = reply.fields.find(({ name }) => name === "retval");
  if (retval === undefined) {
    report("warning", "no-retval", reply, "no i32 retval: VPP can't refuse");
  } else if (retval.type.kind !== "scalar" || retval.type.name !== "i32" || retval.array !== null) {
    report("error", "retval-type", reply, "retval isn't i32: errors of VPP are negative numbers");
  }
}
