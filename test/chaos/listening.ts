// Clients that listen: to events in several ways, to states, to errors; some throw, some call, some close.
import { setTimeout as sleep } from "node:timers/promises";
import type { EventStream, Fields } from "../../src/index.ts";
import type { Action } from "./action.ts";
import { request } from "./actions.ts";
import { type Actor, Thrown } from "./actor.ts";
import type { Verdict } from "./job.ts";

/** A listener that lasts, and what it has heard. */
export interface Ear {
  heard: number;
  close(): Promise<void>;
}

/** Listens until the client is closed; every event is held against the one before it. */
export function listen(actor: Actor): Ear {
  const { event } = actor.work;
  let last: { epoch: number; event: Fields } | null = null;
  const ear: Ear = { heard: 0, close: () => place.close() };
  const place = actor.vpp.on(event.name, (fields) => {
    ear.heard++;
    actor.ledger.events++;
    if (actor.closing) {
      actor.ledger.breach(
        "nothing settles after close()",
        `${actor.name}: an event after close() was called`,
      );
    }
    if (!event.counts(fields)) return;
    const verdict: Verdict = event.follows(last?.epoch === actor.epoch ? last.event : null, fields);
    if (verdict !== null) actor.ledger.breach("order is kept", `${actor.name}: ${verdict}`);
    last = { epoch: actor.epoch, event: fields };
  });
  return ear;
}

async function briefly(actor: Actor, listener: (event: Fields) => void): Promise<void> {
  const place = actor.vpp.on(actor.work.event.name, listener);
  await sleep(actor.chance.between(0, 40));
  await closeQuietly(() => place.close());
}

/** Undoing a subscription may fail as any call may. */
async function closeQuietly(close: () => Promise<unknown>): Promise<void> {
  try {
    await close();
  } catch {
    // Told to whoever asked; a campaign holds calls to account, not this one.
  }
}

async function readEvents(stream: EventStream, most: number, pause: number): Promise<void> {
  let count = 0;
  for await (const _event of stream) {
    if (++count >= most) break;
    if (pause > 0) await sleep(pause);
  }
}

export const HABITS: readonly Action[] = [
  {
    name: "a listener that throws",
    weight: 3,
    run: (actor) =>
      briefly(actor, () => {
        throw new Thrown("listener");
      }),
  },
  {
    name: "a listener that calls",
    weight: 3,
    run: (actor) => {
      let left = 5;
      return briefly(actor, () => {
        if (left-- > 0) void request(actor, actor.work.request(actor.chance));
      });
    },
  },
  {
    name: "a slow reader of events",
    weight: 3,
    run: async (actor) => {
      const overflow = actor.chance.pick(["throw", "drop"] as const);
      const signal = AbortSignal.timeout(actor.chance.between(1, 80));
      const stream = actor.vpp.events(actor.work.event.name, { limit: 8, overflow, signal });
      try {
        await readEvents(stream, actor.chance.between(1, 40), actor.chance.between(0, 3));
      } catch {
        // Given up, overflowed, or refused: each is a way to end.
      }
    },
  },
  {
    name: "a state listener that throws",
    weight: 1,
    run: async (actor) => {
      const off = actor.vpp.onState(() => {
        throw new Thrown("state listener");
      });
      await sleep(actor.chance.between(0, 60));
      off();
    },
  },
  {
    name: "a state listener that calls",
    weight: 2,
    run: async (actor) => {
      const off = actor.vpp.onState(() => {
        void request(actor, actor.work.request(actor.chance));
      });
      await sleep(actor.chance.between(0, 60));
      off();
    },
  },
  {
    name: "an error listener that throws",
    weight: 1,
    run: async (actor) => {
      const off = actor.vpp.onError(() => {
        throw new Thrown("error listener");
      });
      await briefly(actor, () => {
        throw new Thrown("listener");
      });
      off();
    },
  },
  {
    name: "hearing every message",
    weight: 1,
    run: async (actor) => {
      const off = actor.vpp.onMessage(() => {});
      await sleep(actor.chance.between(0, 30));
      off();
    },
  },
];

export const CLOSES: readonly Action[] = [
  { name: "close", weight: 4, run: (actor) => actor.close() },
  {
    name: "close twice",
    weight: 2,
    run: async (actor) => {
      await Promise.all([actor.close(), actor.vpp.close()]);
    },
  },
  {
    name: "close in a state listener",
    weight: 4,
    run: (actor) => onState(actor),
  },
  {
    name: "close in an event listener",
    weight: 2,
    run: (actor) =>
      new Promise((resolve) => {
        const close = (): void => {
          clearTimeout(timer);
          if (!actor.closing) void actor.close().then(resolve);
        };
        const timer = setTimeout(close, 300);
        try {
          actor.vpp.on(actor.work.event.name, close);
        } catch {
          close(); // Another VPP, which has no such event.
        }
      }),
  },
  {
    name: "close behind a call",
    weight: 3,
    run: async (actor) => {
      const call = request(actor, actor.work.request(actor.chance));
      await Promise.all([call, actor.close()]);
    },
  },
];

/** At the next change of state, or soon. */
function onState(actor: Actor): Promise<void> {
  return new Promise((resolve) => {
    const close = (): void => {
      clearTimeout(timer);
      if (!actor.closing) void actor.close().then(resolve);
    };
    const timer = setTimeout(close, actor.chance.between(50, 500));
    actor.vpp.onState(close);
  });
}
