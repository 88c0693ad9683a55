import type { ExchangeDescriptor, MessageDescriptor } from "../codec/descriptor.ts";
import { type ChangedMessage, VppCompatibilityError } from "../errors/index.ts";
import type { CallCounter } from "./call-stats.ts";
import { CONTROL_PING, CONTROL_PING_REPLY } from "./ids.ts";
import type { MessageTable } from "./message-table.ts";
import { type Guard, guardOf } from "./unsafe.ts";

/** An exchange with the ids it has in one running VPP. */
export interface Binding {
  readonly kind: ExchangeDescriptor["kind"];
  readonly name: string;
  readonly request: MessageDescriptor;
  readonly requestId: number;
  /** The message that ends the exchange; for a dump control_ping_reply. Null where nothing comes back. */
  readonly reply: MessageDescriptor | null;
  readonly replyId: number;
  readonly details: MessageDescriptor | null;
  readonly detailsId: number;
  /** The reply's field that says whether VPP refused: `response` in the messages that make a session. */
  readonly statusField: string;
  readonly guard: Guard | null;
  readonly counter: CallCounter;
}

/** No message has it: ids are u16. */
const NO_ID = -1;

/** control_ping and its reply, which end dumps. */
export interface Ping {
  readonly request: MessageDescriptor;
  readonly reply: MessageDescriptor;
}

/** @throws VppCompatibilityError listing what this VPP lacks or has with another CRC. */
export function bindExchange(
  exchange: ExchangeDescriptor,
  table: MessageTable,
  ping: Ping,
  counter: CallCounter,
): Binding {
  const { request } = exchange;
  const missing: string[] = [];
  const changed: ChangedMessage[] = [];
  const idOf = (message: MessageDescriptor | null): number => {
    if (message === null) return NO_ID;
    const entry = table.get(message.name);
    if (entry === undefined) missing.push(message.name);
    else if (entry.crc !== message.crc) {
      changed.push({ name: message.name, wanted: message.crc, present: entry.crc });
    }
    return entry?.id ?? NO_ID;
  };
  const details = exchange.kind === "dump" || exchange.kind === "get" ? exchange.details : null;
  const reply = exchange.kind === "request" || exchange.kind === "get" ? exchange.reply : null;
  const binding: Binding = {
    kind: exchange.kind,
    name: request.name,
    request,
    requestId: idOf(request),
    reply: exchange.kind === "dump" ? ping.reply : reply,
    replyId: exchange.kind === "dump" ? pingIds(table).reply : idOf(reply),
    details,
    detailsId: idOf(details),
    statusField: /^(sockclnt|memclnt)_/.test(request.name) ? "response" : "retval",
    guard: guardOf(request.name),
    counter,
  };
  if (missing.length + changed.length > 0) throw new VppCompatibilityError(missing, changed);
  return binding;
}

/** The ids of control_ping and its reply: as the table has them, else where they have always been. */
export function pingIds(table: MessageTable): { request: number; reply: number } {
  return {
    request: table.get("control_ping")?.id ?? CONTROL_PING,
    reply: table.get("control_ping_reply")?.id ?? CONTROL_PING_REPLY,
  };
}
