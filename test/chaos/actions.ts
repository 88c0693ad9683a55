// The ways in which clients use a connection, bad ones among them.
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import {
  type CallOptions,
  type Fields,
  type Stream,
  type UntypedResult,
  VppApiError,
} from "../../src/index.ts";
import type { Action } from "./action.ts";
import { type Actor, Thrown } from "./actor.ts";
import type { Job, RequestJob, StreamJob, Verdict } from "./job.ts";

/** Milliseconds that an answer is waited for whose limit is years away. */
const PATIENCE = 1000;

interface Reading {
  readonly items: readonly Fields[];
  readonly whole: boolean;
}

type Read = (from: Stream | UntypedResult) => Promise<Reading>;

/** A limit that is sometimes too short, and now and then absurd. */
function timeoutOf({ chance }: Actor): CallOptions {
  if (chance.odds(0.6)) return {};
  if (chance.odds(0.1)) return { timeout: chance.pick([0, 1, 2 ** 31, 2 ** 40]) };
  return { timeout: chance.between(1, 60) };
}

/** The same for a request, which the target may swallow: somebody gives it up before an absurd limit does. */
function requestOptions(actor: Actor): CallOptions {
  const options = timeoutOf(actor);
  if ((options.timeout ?? 0) <= PATIENCE) return options;
  return { ...options, signal: AbortSignal.timeout(PATIENCE) };
}

export function request(
  actor: Actor,
  job: RequestJob,
  options: CallOptions = {},
): ReturnType<typeof Actor.prototype.track> {
  return actor.track<unknown>({
    kind: job.message,
    what: short(job.fields),
    start: () =>
      byName(actor) ? actor.vpp.call(job.message, job.fields, options) : method(actor, job, options),
    reply: (reply) => job.reply(reply as Fields),
    refusal: refusalOf(job),
    signal: options.signal,
    ordered: true,
  });
}

export function refusalOf({ refusal }: RequestJob): ((error: VppApiError) => Verdict) | undefined {
  if (refusal === undefined) return undefined;
  return (error) => refusal(error.retval, (error.reply ?? {}) as Fields);
}

/** Or as a method of `vpp.api`. */
function byName({ chance }: Actor): boolean {
  return chance.odds(0.6);
}

function method({ vpp }: Actor, { message, fields }: Job, options: CallOptions): UntypedResult {
  const call = vpp.api[message];
  if (call === undefined) throw new Error(`vpp.api lacks ${message}`);
  return call(fields, options);
}

export function short(fields: Fields): string {
  return JSON.stringify(fields, (_key, value) => {
    if (typeof value === "bigint") return String(value);
    return typeof value === "string" && value.length > 20 ? `${value.slice(0, 20)}…` : value;
  });
}

/** Reads a stream in some way, and says what it was. */
function stream(
  actor: Actor,
  job: StreamJob,
  options: CallOptions,
  read: Read,
): ReturnType<typeof Actor.prototype.track> {
  return actor.track<unknown>({
    kind: job.message,
    what: short(job.fields),
    start: () =>
      read(byName(actor) ? actor.vpp.dump(job.message, job.fields, options) : method(actor, job, options)),
    reply: (value) => {
      const { items, whole } = value as Reading;
      for (const [index, item] of items.entries()) {
        const verdict = job.item(item, index);
        if (verdict !== null) return verdict;
      }
      return whole ? job.total(items.length) : null;
    },
    refusal: (error) => (error instanceof VppApiError ? `${job.message} refused` : null),
    signal: options.signal,
    ordered: false,
    paced: read !== toArray,
  });
}

async function toArray(from: Stream | UntypedResult): Promise<Reading> {
  return { items: await from.toArray(), whole: true };
}

/** Leaves after `most`; stops for `pause` milliseconds now and then. */
function loop(most: number, pause: number): Read {
  return async (from) => {
    const items: Fields[] = [];
    for await (const item of from) {
      items.push(item);
      if (items.length >= most) return { items, whole: false };
      if (pause > 0 && items.length % 400 === 1) await sleep(pause);
    }
    return { items, whole: true };
  };
}

/** Reads a little and is never seen again. */
function walkAway(most: number): Read {
  return async (from) => {
    const items: Fields[] = [];
    const iterator = from[Symbol.asyncIterator]();
    while (items.length < most) {
      const { value, done } = await iterator.next();
      if (done === true) return { items, whole: true };
      items.push(value);
    }
    return { items, whole: false };
  };
}

/** Starts a call and gives it up in one of the awkward moments. */
export async function givenUp(
  { chance }: Actor,
  start: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const control = new AbortController();
  const call = start(control.signal);
  const give = (): void => control.abort(new Thrown("given up"));
  const moments = [
    give,
    () => queueMicrotask(give),
    () => process.nextTick(give),
    () => setImmediate(give),
    () => setTimeout(give, chance.between(0, 20)),
  ];
  chance.pick(moments)();
  await call;
}

/** An action that reads a stream in its way. */
function reading(
  name: string,
  weight: number,
  way: (actor: Actor) => Read,
  options: (actor: Actor) => CallOptions = timeoutOf,
): Action {
  return {
    name,
    weight,
    run: async (actor) => {
      await stream(actor, actor.work.stream(actor.chance), options(actor), way(actor));
    },
  };
}

export const ACTIONS: readonly Action[] = [
  {
    name: "request",
    weight: 20,
    run: async (actor) => {
      await request(actor, actor.work.request(actor.chance), requestOptions(actor));
    },
  },
  {
    name: "burst",
    weight: 8,
    run: async (actor) => {
      const count = actor.chance.between(2, 120);
      const calls = Array.from({ length: count }, () =>
        actor.chance.odds(0.9)
          ? request(actor, actor.work.request(actor.chance))
          : stream(actor, actor.work.stream(actor.chance), {}, toArray),
      );
      await Promise.all(calls);
    },
  },
  {
    name: "abort",
    weight: 8,
    run: (actor) => givenUp(actor, (signal) => request(actor, actor.work.request(actor.chance), { signal })),
  },
  {
    // The first answer gives up the calls behind it, whose answers lie in the same chunk.
    name: "abort by an answer",
    weight: 5,
    run: async (actor) => {
      const controls = Array.from({ length: actor.chance.between(1, 8) }, () => new AbortController());
      const first = request(actor, actor.work.request(actor.chance)).then(() => {
        for (const control of controls) control.abort(new Thrown("given up"));
      });
      const others = controls.map(({ signal }) =>
        request(actor, actor.work.request(actor.chance), { signal }),
      );
      await Promise.all([first, ...others]);
    },
  },
  {
    name: "abort a stream",
    weight: 4,
    run: (actor) =>
      givenUp(actor, (signal) => {
        const options = { ...timeoutOf(actor), signal };
        const read = actor.chance.odds(0.5) ? toArray : loop(Number.POSITIVE_INFINITY, 1);
        return stream(actor, actor.work.stream(actor.chance), options, read);
      }),
  },
  reading("stream", 10, () => toArray),
  reading(
    "slow reader",
    3,
    ({ chance }) => loop(Number.POSITIVE_INFINITY, chance.between(0, 8)),
    () => ({}),
  ),
  reading("leave a loop", 4, ({ chance }) => loop(chance.between(1, 30), 0)),
  reading("walk away from a stream", 1, ({ chance }) => walkAway(chance.between(1, 5))),
  {
    name: "bad request",
    weight: 2,
    run: async (actor) => {
      const { message, fields } = actor.work.bad;
      await actor.track<unknown>({
        kind: "bad request",
        what: message,
        start: () => actor.vpp.call(message, fields),
        reply: () => "what can't be encoded was answered",
        ordered: false,
      });
    },
  },
  {
    name: "wait until ready",
    weight: 2,
    run: async (actor) => {
      await Promise.race([actor.vpp.ready().catch(() => {}), sleep(50)]);
      await turn();
    },
  },
];
