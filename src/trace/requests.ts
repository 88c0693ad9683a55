import { isMisdeclaredDump } from "../codec/index.ts";
import type { Service } from "../schema/index.ts";

/** A request whose answer has not come. */
export interface Sent {
  readonly name: string;
  readonly context: number;
  /** Microseconds, as its recording or its trace counts them; null where no time is known. */
  readonly time: number | null;
  /** Which of the connection's messages from the client it is. */
  readonly index: number;
}

interface Waiting extends Sent {
  readonly details: string | null;
  /** What ends it. */
  readonly reply: string;
}

/** Requests that nobody answers, or whose answer was lost, must not gather without end. */
const MAX_WAITING = 65_536;
const PING_REPLY = "control_ping_reply";

/** The requests of one client, by context, so that answers find theirs. */
export class Requests {
  readonly #waiting = new Map<number, Waiting[]>();

  /** `service` as the definitions have it; without it the names tell, as they do for VPP's own compiler. */
  add(sent: Sent, service: Service | undefined): void {
    const waiting = waitingOf(sent, service);
    if (waiting === null) return;
    const others = this.#waiting.get(sent.context);
    if (others !== undefined) {
      // A client that never counts on, and asks what isn't answered: the last few are enough.
      if (others.length >= 16) others.shift();
      others.push(waiting);
      return;
    }
    this.#waiting.set(sent.context, [waiting]);
    if (this.#waiting.size > MAX_WAITING) {
      const [oldest] = this.#waiting.keys();
      if (oldest !== undefined) this.#waiting.delete(oldest);
    }
  }

  /** The request that a message from VPP belongs to, and whether it ends it. */
  answered(name: string, context: number): { readonly sent: Sent; readonly last: boolean } | null {
    const waiting = this.#waiting.get(context);
    if (waiting === undefined) return null;
    for (const sent of waiting) {
      if (sent.details === name) return { sent, last: false };
      if (sent.reply !== name) continue;
      // A dump and the ping behind it may share a context: one reply ends both.
      const ping = name === PING_REPLY ? waiting.find((other) => other.name === "control_ping") : undefined;
      const rest = waiting.filter((other) => other !== sent && other !== ping);
      if (rest.length > 0) this.#waiting.set(context, rest);
      else this.#waiting.delete(context);
      return { sent, last: true };
    }
    return null;
  }
}

function waitingOf(sent: Sent, service: Service | undefined): Waiting | null {
  const { name } = sent;
  if (service === undefined) {
    if (/_(reply|details|event)$/.test(name)) return null;
    if (!name.endsWith("_dump")) return { ...sent, reply: `${name}_reply`, details: null };
    return { ...sent, reply: PING_REPLY, details: `${name.slice(0, -"_dump".length)}_details` };
  }
  const [event] = service.events;
  if (event !== undefined && isMisdeclaredDump(name, service.events)) {
    return { ...sent, reply: PING_REPLY, details: event };
  }
  if (service.reply === null) return null;
  if (!service.stream) return { ...sent, reply: service.reply, details: null };
  if (service.streamMessage === null) return { ...sent, reply: PING_REPLY, details: service.reply };
  return { ...sent, reply: service.reply, details: service.streamMessage };
}
