import type { EventStream, Vpp } from "../client/index.ts";
import { fieldsToJson, isMisdeclaredDump, type JsonObject } from "../codec/index.ts";
import { meantOrKnown } from "../codec/suggest.ts";
import type { Message } from "../schema/index.ts";
import { connectWith } from "./connection.ts";
import { UsageError } from "./exit-code.ts";
import { noteLosses } from "./losses.ts";
import type { ConnectionArguments } from "./options.ts";
import { Output } from "./output.ts";
import { cellsOf } from "./table/cells.ts";
import { type Style, styleOf } from "./table/style.ts";
import { jsonText, oneLine } from "./text.ts";

export interface EventsCommand extends ConnectionArguments {
  /** Which events; without any, all that this VPP has. */
  readonly names: readonly string[];
  /** Milliseconds until it ends. */
  readonly for?: number;
  /** Events until it ends. */
  readonly count?: number;
  readonly json?: boolean;
}

interface Followed {
  readonly message: Message;
  readonly stream: EventStream;
}

/**
 * `vpp-ts events`: prints events as they come, until it is interrupted, or for as long or as many as told. A lost
 * connection is made again, and what was asked for is asked for again.
 *
 * @throws UsageError for a name that is no event, and what VPP says to a subscription.
 */
export async function events(command: EventsCommand): Promise<void> {
  await using vpp = await connectWith(command, { reconnect: true });
  noteLosses(vpp, note);
  const all: readonly Followed[] = messagesOf(vpp, command.names).map((message) => ({
    message,
    stream: vpp.events(message.name),
  }));
  const stop = (): void => {
    for (const { stream } of all) stream.close();
  };
  const failed = (name: string, error: unknown): void => {
    // Of all events some may want more than on and off, and are not to be had so.
    if (command.names.length > 0) throw error;
    note(`${name}: ${error instanceof Error ? error.message : error}`);
  };
  const print = printer(command, stop);
  const timer = command.for === undefined ? undefined : setTimeout(stop, command.for);
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    await Promise.all([
      announce(all),
      ...all.map(({ message, stream }) =>
        follow(message, stream, print).catch((error: unknown) => failed(message.name, error)),
      ),
    ]);
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", stop).off("SIGTERM", stop);
    stop();
  }
}

type Print = (name: string, event: JsonObject) => Promise<void>;

async function follow(message: Message, stream: EventStream, print: Print): Promise<void> {
  for await (const event of stream) await print(message.name, fieldsToJson(message, event));
}

/** Once VPP has confirmed all, so that what is done next is seen. */
async function announce(all: readonly Followed[]): Promise<void> {
  const ready = await Promise.allSettled(all.map(({ stream }) => stream.ready));
  const names = all.filter((_, i) => ready[i]?.status === "fulfilled").map(({ message }) => message.name);
  if (names.length > 0) note(`listening to ${names.join(", ")}`);
}

/** An event in a line for people. */
export function eventLine(time: string, name: string, fields: JsonObject, style: Style): string {
  const cells = cellsOf(fields).map(([field, text]) => `${field}=${oneLine(text)}`);
  return [style.dim(time), style.bold(name), ...cells].join(" ");
}

function printer({ json = false, count = Number.POSITIVE_INFINITY }: EventsCommand, stop: () => void): Print {
  const output = new Output();
  const style = styleOf(process.stdout);
  let left = count;
  return async (name, fields) => {
    if (left <= 0) return;
    left--;
    const time = new Date().toISOString();
    output.line(json ? jsonText({ time, message: name, fields }) : eventLine(time, name, fields, style));
    if (left <= 0) stop();
    await output.flush();
  };
}

function messagesOf(vpp: Vpp, names: readonly string[]): readonly Message[] {
  const { messages, services } = vpp.schema;
  const known = new Set(
    [...services].flatMap(([caller, { events }]) => (isMisdeclaredDump(caller, events) ? [] : events)),
  );
  const wanted = names.length > 0 ? new Set(names) : [...known].filter((name) => vpp.messageTable.has(name));
  return [...wanted].map((name) => {
    const message = messages.get(name);
    if (message !== undefined && known.has(name)) return message;
    throw new UsageError(`no event ${JSON.stringify(name.slice(0, 64))}${meantOrKnown(name, known)}`);
  });
}

function note(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}
