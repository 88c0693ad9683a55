// A session with a VPP of one function: everything asked is answered with success, in memory, when told to.
// What a call costs the client alone, without sockets.
import { codecsOf, type Slab, Source, Writer } from "../../src/codec/index.ts";
import {
  beginFrame,
  CallCounters,
  endFrame,
  FrameReader,
  HEADER,
  NO_OPTIONS,
  type Reply,
  Session,
  type Topic,
  unobserved,
} from "../../src/protocol/index.ts";
import type { Schema } from "../../src/schema/index.ts";

const NOBODY: Topic = { active: false, descriptor: null, deliver: () => {} };
const LIMITS = {
  maxInFlight: 1 << 20,
  maxQueued: 1 << 30,
  maxBuffered: 1 << 30,
  maxRequest: 1 << 24,
  timeout: 1e9,
  unsafe: false,
};

export class EchoSession {
  readonly session: Session;
  /** Deliveries to listeners. */
  delivered = 0;
  readonly #reader = new FrameReader(1 << 24);
  readonly #answers = new Writer(1 << 16);
  readonly #replyTo: (((context: number) => void) | undefined)[] = [];
  readonly #ids = new Map<string, number>();
  readonly #schema: Schema;
  #out: Slab | undefined;
  #in: Slab | undefined;

  /** Listens to the messages named; `schema` says how many there are in all. */
  constructor(schema: Schema, listened: readonly string[] = []) {
    this.#schema = schema;
    const codecs = codecsOf(schema);
    const names = [...schema.messages.keys()];
    const table = new Map(names.map((name, id) => [name, { id, crc: schema.messages.get(name)!.crc }]));
    for (const [name, { id }] of table) this.#ids.set(name, id);
    const counters = new CallCounters();
    const topic: Topic = { active: true, descriptor: null, deliver: () => this.delivered++ };
    const source = {
      message: (name: string) => codecs.message(name),
      exchange: (name: string) => codecs.exchange(name),
      callers: () => schema.services.keys(),
    };
    this.session = new Session({ clientIndex: 1, table }, source, LIMITS, {
      now: () => performance.now(),
      outputPending: () => {},
      outputFull: () => {},
      deadline: () => {},
      busy: () => {},
      client: {
        topic: (name) => (listened.includes(name) ? topic : NOBODY),
        counter: (name) => counters.of(name),
        observer: unobserved,
        wantsStray: false,
        stray: () => {},
        report: (error) => {
          throw error;
        },
      },
      asking: false,
      left: () => {},
    });
  }

  /** A call that is answered at the next {@link answer}. */
  call(name: string, fields: object = {}): Reply<unknown> {
    return this.session.request(name, fields as Record<string, unknown>, NO_OPTIONS);
  }

  /** Answers everything asked so far, as one chunk. Returns how many answers that were. */
  answer(): number {
    const { outbox } = this.session;
    const asking = outbox.slab;
    const asked = outbox.take(this.#out);
    let count = 0;
    for (let at = 0; at < asked.length; count++) {
      const size = asked.readUInt32BE(at + 8);
      this.#reply(asked.readUInt16BE(at + HEADER), asked.readUInt32BE(at + HEADER + 6));
      at += HEADER + size;
    }
    this.session.arrived();
    const { slab } = this.#answers;
    const answers = this.#answers.take(this.#in);
    this.#reader.read(answers, this.session);
    // Zeroed, as whoever takes output has to.
    asked.fill(0);
    answers.fill(0);
    this.#out = asking;
    this.#in = slab;
    return count;
  }

  #reply(id: number, context: number): void {
    let reply = this.#replyTo[id];
    if (reply === undefined) {
      const name = [...this.#ids].find(([, other]) => other === id)![0];
      const answer = codecsOf(this.#schema).exchange(name);
      if (answer?.kind !== "request") throw new Error(`${name} is no request`);
      const { reply: message } = answer;
      const replyId = this.#ids.get(message.name)!;
      reply = (its) => {
        const start = beginFrame(this.#answers);
        message.encode(this.#answers, {}, replyId, 1, its);
        endFrame(this.#answers, start);
      };
      this.#replyTo[id] = reply;
    }
    reply(context);
  }

  /** An event of this name comes. */
  event(name: string, fields: object = {}): void {
    const message = codecsOf(this.#schema).message(name)!;
    const w = new Writer(512);
    message.encode(w, fields as Record<string, unknown>, this.#ids.get(name)!, 1, 0);
    this.session.frame(new Source(w.take()));
  }
}
