import { type Codecs, type Fields, type MessageDescriptor, Source } from "../codec/index.ts";
import { EAGAIN } from "../errors/index.ts";
import { guardOf, type MessageTable } from "../protocol/index.ts";
import type { Passed } from "./conversation.ts";
import { readRecording } from "./file.ts";
import { Player } from "./player.ts";

/** What replaying a recording consists of, in the recording's order. */
export type Step =
  | Request
  /** How VPP answered the request of this key when it was recorded. */
  | { readonly kind: "answer"; readonly key: string; readonly retval: number }
  | { readonly kind: "close"; readonly connection: number }
  /** A request that can't be sent to this VPP. */
  | {
      readonly kind: "misfit";
      readonly name: string;
      readonly why: "missing" | "changed" | "unreadable";
      readonly text: string;
      readonly recorded: string | null;
      readonly present: string | null;
    }
  /** One that VPP might not survive. */
  | { readonly kind: "unsafe"; readonly name: string; readonly text: string }
  /** What the connection does by itself: its handshake, the pings that end dumps, the next part of a get. */
  | { readonly kind: "own" };

export interface Request {
  readonly kind: "request";
  readonly key: string;
  readonly connection: number;
  /** Microseconds; null where no time is known. */
  readonly time: number | null;
  readonly name: string;
  readonly fields: Fields;
  readonly payload: Buffer;
}

/** What makes sessions, for clients of sockets and of shared memory, and what VPP says to itself. */
const OWN = /^(sockclnt_|memclnt_|rx_thread_exit$|rpc_call|trace_plugin_msg_ids$)/;

interface Continued {
  readonly name: string;
  readonly cursor: unknown;
  readonly key: string;
}

/** Reads a recording as steps for a VPP with these definitions and this table. */
export class ReplaySteps {
  readonly #file: string;
  readonly #codecs: Codecs;
  readonly #table: MessageTable;
  readonly #unsafe: boolean;
  /** The last dump of each connection: a ping with its context belongs to it. */
  readonly #dumps = new Map<number, number>();
  /** Gets whose next part will be asked for, by connection. */
  readonly #continued = new Map<number, Continued>();
  /** Requests for a next part, and the request they go on with. */
  readonly #first = new Map<string, string>();

  /** @param unsafe lets through what VPP might not survive */
  constructor(file: string, codecs: Codecs, table: MessageTable, unsafe: boolean) {
    this.#file = file;
    this.#unsafe = unsafe;
    this.#codecs = codecs;
    this.#table = table;
  }

  /** @throws VppRecordingError, or an Error for a trace of VPP's that is cut. */
  async *read(): AsyncGenerator<Step> {
    const player = new Player(this.#codecs);
    const records = readRecording(this.#file);
    let next = await records.next();
    for (; next.done !== true; next = await records.next()) {
      for (const record of next.value) {
        const played = player.play(record);
        if (played.kind === "close") {
          this.#dumps.delete(played.connection);
          this.#continued.delete(played.connection);
          yield { kind: "close", connection: played.connection };
        }
        if (played.kind !== "message") continue;
        const { connection, passed } = played;
        const step =
          passed.from === "client" ? this.#request(connection, passed) : this.#answer(connection, passed);
        if (step !== null) yield step;
      }
    }
    // A recording of ours may have been cut short by the end of its process; VPP's are written at one go.
    if (next.value.kind === "cut" && player.header?.format !== "vpp-ts") {
      throw new Error(`${this.#file} stops before its end, within what begins at byte ${next.value.offset}`);
    }
  }

  #request(connection: number, passed: Passed): Step {
    const { name, crc, context, descriptor, time, index } = passed;
    if (name === null)
      return misfit(`message ${passed.id}`, "unreadable", "the recording doesn't say what it is");
    if (OWN.test(name) || (name === "control_ping" && this.#dumps.get(connection) === context)) {
      this.#dumps.delete(connection);
      return { kind: "own" };
    }
    const entry = this.#table.get(name);
    if (entry === undefined) return misfit(name, "missing", "this VPP lacks it", crc);
    if (crc !== null && entry.crc !== crc) return misfit(name, "changed", "", crc, entry.crc);
    if (descriptor === null) return misfit(name, "missing", "the definitions lack it", crc);
    const exchange = this.#codecs.exchange(name);
    if (exchange === undefined) return { kind: "own" };
    const fields = decoded(descriptor, passed.payload);
    if (fields === null) return misfit(name, "unreadable", "it is shorter than its definition", crc);
    const unsafe = this.#unsafe ? null : (guardOf(name)?.(fields, 0) ?? null);
    if (unsafe !== null) return { kind: "unsafe", name, text: unsafe };
    const key = `${connection}/${index}`;
    const continued = this.#continued.get(connection);
    if (continued?.name === name && continued.cursor === fields.cursor) {
      this.#continued.delete(connection);
      this.#first.set(key, continued.key);
      return { kind: "own" };
    }
    if (/_dump(_v\d+)?$/.test(name) && context !== null) this.#dumps.set(connection, context);
    // A copy: the file's chunks are larger, and requests may wait for their answers.
    return { kind: "request", key, connection, time, name, fields, payload: Buffer.from(passed.payload) };
  }

  #answer(connection: number, { request, last, descriptor, payload }: Passed): Step | null {
    if (request === null || !last || descriptor === null) return null;
    const own = `${connection}/${request.index}`;
    const key = this.#first.get(own) ?? own;
    this.#first.delete(own);
    const reply = decoded(descriptor, payload);
    const retval = reply === null ? null : statusOf(reply);
    if (retval === null) return null;
    if (retval === EAGAIN && reply?.cursor !== undefined) {
      this.#continued.set(connection, { name: request.name, cursor: reply.cursor, key });
      return null;
    }
    return { kind: "answer", key, retval };
  }
}

/** Whether VPP did what it was asked, as a reply says; null for one that doesn't. */
export function statusOf(reply: Fields): number | null {
  const status = reply.retval ?? reply.response;
  return typeof status === "number" ? status | 0 : null;
}

function misfit(
  name: string,
  why: "missing" | "changed" | "unreadable",
  text: string,
  recorded: string | null = null,
  present: string | null = null,
): Step {
  return { kind: "misfit", name, why, text, recorded, present };
}

function decoded(descriptor: MessageDescriptor, payload: Buffer): Fields | null {
  try {
    return descriptor.decode(new Source(payload));
  } catch {
    return null;
  }
}
