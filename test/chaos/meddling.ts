// Programs that step in wherever the library calls them: subscribers of its diagnostics, getters of fields, loggers.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiagnosticsClient, Fields, Logger } from "../../src/index.ts";
import type { Action } from "./action.ts";
import { refusalOf, request, short } from "./actions.ts";
import { type Actor, Thrown } from "./actor.ts";

const CHANNELS = ["request", "reply", "error", "state"] as const;
type Channel = (typeof CHANNELS)[number];

interface Told {
  readonly client: DiagnosticsClient;
  /** The request's; states have none. */
  readonly name?: string | null;
}

/** Hears what one client tells; returns how to stop. */
function tap(actor: Actor, channel: Channel, hear: (told: Told) => void): () => void {
  const listener = (message: unknown): void => {
    const told = message as Told;
    if (told.client.name === actor.name) hear(told);
  };
  subscribe(`vpp-ts:${channel}`, listener);
  return () => unsubscribe(`vpp-ts:${channel}`, listener);
}

async function briefly(actor: Actor, hear: (told: Told) => void): Promise<void> {
  const off = tap(actor, actor.chance.pick(CHANNELS), hear);
  await request(actor, actor.work.request(actor.chance));
  await sleep(actor.chance.between(0, 40));
  off();
}

/** What a getter of a field may be up to; all but throwing is refused, or concerns another call. */
function mischief(actor: Actor, control: AbortController): () => void {
  const { chance, vpp, work } = actor;
  return chance.pick([
    () => {
      throw new Thrown("getter");
    },
    () => control.abort(new Thrown("given up")),
    () => void request(actor, work.request(chance)),
    () => void vpp.close().catch(() => {}),
    () =>
      void vpp
        .dump(work.bad.message)
        .toArray()
        .catch(() => {}),
    () =>
      void vpp
        .on(work.event.name, () => {})
        .close()
        .catch(() => {}),
    () => void vpp.pipeline(work.bad.message, [work.bad.fields]).catch(() => {}),
  ]);
}

export const MEDDLING: readonly Action[] = [
  {
    // Node puts promise reactions off then, until it has looked at its sockets again.
    name: "something else that throws",
    weight: 2,
    run: async (actor) => {
      const throwing = (): void => {
        throw new Thrown("elsewhere");
      };
      const off = tap(actor, "reply", () => process.nextTick(throwing));
      const count = actor.chance.between(1, 120);
      await Promise.all(
        Array.from({ length: count }, () => request(actor, actor.work.request(actor.chance))),
      );
      off();
    },
  },
  {
    name: "a program that keeps the event loop",
    weight: 1,
    run: async (actor) => {
      const call = request(actor, actor.work.request(actor.chance));
      const end = performance.now() + actor.chance.between(1, 120);
      while (performance.now() < end);
      await call;
    },
  },
  {
    name: "a subscriber that calls",
    weight: 2,
    run: (actor) => {
      let left = actor.chance.between(1, 5);
      return briefly(actor, () => {
        if (left-- > 0) void request(actor, actor.work.request(actor.chance));
      });
    },
  },
  {
    name: "a subscriber that throws",
    weight: 1,
    run: (actor) =>
      briefly(actor, () => {
        throw new Thrown("subscriber");
      }),
  },
  {
    name: "a subscriber that gives the call up",
    weight: 3,
    run: async (actor) => {
      const control = new AbortController();
      const job = actor.work.request(actor.chance);
      const off = tap(actor, actor.chance.pick(["request", "reply", "error"]), ({ name }) => {
        if (name === job.message) control.abort(new Thrown("given up"));
      });
      await request(actor, job, { signal: control.signal });
      off();
    },
  },
  {
    name: "fields that act",
    weight: 3,
    run: async (actor) => {
      const job = actor.work.request(actor.chance);
      const control = new AbortController();
      const act = mischief(actor, control);
      const fields: Fields = {};
      for (const [name, value] of Object.entries(job.fields)) {
        const get = (): unknown => {
          act();
          return value;
        };
        Object.defineProperty(fields, name, { enumerable: true, get });
      }
      await actor.track<unknown>({
        kind: job.message,
        what: `with getters ${short(job.fields)}`,
        start: () => actor.vpp.call(job.message, fields, { signal: control.signal }),
        reply: (reply) => job.reply(reply as Fields),
        refusal: refusalOf(job),
        thrown: true,
        signal: control.signal,
        ordered: true,
      });
    },
  },
];

/** A way to close: as the client's own diagnostics are heard. */
export function closeInSubscriber(actor: Actor): Promise<void> {
  return new Promise((resolve) => {
    const close = (): void => {
      clearTimeout(timer);
      off();
      if (!actor.closing) void actor.close().then(resolve);
    };
    const off = tap(actor, actor.chance.pick(CHANNELS), close);
    const timer = setTimeout(close, 300);
    void request(actor, actor.work.request(actor.chance));
  });
}

function throwing(): never {
  throw new Thrown("logger");
}

export const THROWING_LOGGER: Logger = { debug: throwing, info: throwing, warn: throwing, error: throwing };
