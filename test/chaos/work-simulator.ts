// What clients do with the simulator's own messages.
import type { Fields } from "../../src/index.ts";
import { Chance } from "./chance.ts";
import type { EventCheck, RequestJob, StreamJob, Verdict, Work } from "./job.ts";

/** What the simulator's handlers answer; shared, so that asking and answering agree. */
export const PAGE = 16;

const tick: EventCheck = {
  name: "chaos_tick_event",
  follows: (last, event) => {
    const [before, now] = [Number(last?.seq), Number(event.seq)];
    return last === null || now === before + 1 ? null : `tick ${now} after tick ${before}`;
  },
  counts: () => true,
};

/** `count` makes numbers that no other job of the campaign has. */
export function simulatorWork(count: () => number): Work {
  return {
    request: (chance) => echo(chance, count()),
    series: (chance) => ({ message: "chaos_echo", next: () => echo(chance, count()) }),
    stream: (chance) => (chance.odds(0.5) ? items(chance, count()) : pages(chance, count())),
    samples: () => [
      echo(new Chance(1), count()),
      some("chaos_items_dump", count(), 3),
      some("chaos_pages_get", count(), PAGE + 3),
    ],
    event: tick,
    bad: { message: "chaos_echo", fields: { seq: "not a number" } },
  };
}

function echo(chance: Chance, seq: number): RequestJob {
  const long = chance.odds(0.02) ? chance.between(0, 200_000) : chance.between(0, 40);
  const fields = {
    seq,
    nonce: (BigInt(chance.between(0, 2 ** 31)) << 32n) | BigInt(seq),
    text: chance.text(long),
  };
  return {
    kind: "request",
    message: "chaos_echo",
    fields,
    reply: (reply) => same(fields, reply),
  };
}

function same(asked: Fields, reply: Fields): Verdict {
  for (const [name, value] of Object.entries(asked)) {
    if (reply[name] !== value) return `asked ${name} ${String(value)}, was told ${String(reply[name])}`;
  }
  return null;
}

function details(nonce: number, item: Fields, index: number): Verdict {
  return item.nonce === nonce && item.index === index
    ? null
    : `item ${index} of ${nonce} is item ${String(item.index)} of ${String(item.nonce)}`;
}

function total(wanted: number): (count: number) => Verdict {
  return (count) => (count === wanted ? null : `${count} items instead of ${wanted}`);
}

function items(chance: Chance, nonce: number): StreamJob {
  const count = chance.odds(0.05) ? chance.between(5000, 12_000) : chance.between(0, 60);
  return some("chaos_items_dump", nonce, count);
}

function pages(chance: Chance, nonce: number): StreamJob {
  return some("chaos_pages_get", nonce, chance.between(0, 12 * PAGE));
}

function some(message: "chaos_items_dump" | "chaos_pages_get", nonce: number, count: number): StreamJob {
  return {
    kind: "stream",
    message,
    fields: { nonce, count },
    item: (item, index) => details(nonce, item, index),
    total: total(count),
    ordered: message === "chaos_items_dump",
  };
}
