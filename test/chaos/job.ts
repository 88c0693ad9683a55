// What clients do: requests whose answers carry what was asked, on whatever they talk to.
import type { Fields } from "../../src/index.ts";
import type { Chance } from "./chance.ts";

/** What is wrong with an answer; null where nothing is. */
export type Verdict = string | null;

export interface RequestJob {
  readonly kind: "request";
  readonly message: string;
  readonly fields: Fields;
  reply(reply: Fields): Verdict;
  /** Where the right answer is a refusal. */
  refusal?(retval: number, reply: Fields): Verdict;
}

export interface StreamJob {
  readonly kind: "stream";
  readonly message: string;
  readonly fields: Fields;
  /** Looks at the message that came as number `index`. */
  item(item: Fields, index: number): Verdict;
  /** Looks at how many came, where all did. */
  total(count: number): Verdict;
  /** False where it goes on from a cursor: then it may end after what was asked later. */
  readonly ordered: boolean;
}

export type Job = RequestJob | StreamJob;

/** How to tell from an event whether those of its connection came in order and whole. */
export interface EventCheck {
  readonly name: string;
  /** `last` is the event before on the same connection. */
  follows(last: Fields | null, event: Fields): Verdict;
  /** False for events that tell nothing of the order. */
  counts(event: Fields): boolean;
}

/** Any number of jobs with one message. */
export interface Series {
  readonly message: string;
  next(): RequestJob;
}

/** What there is to do with one target. */
export interface Work {
  request(chance: Chance): RequestJob;
  series(chance: Chance): Series;
  stream(chance: Chance): StreamJob;
  /** One small job of each kind. */
  samples(): readonly Job[];
  readonly event: EventCheck;
  /** A request that can't be encoded. */
  readonly bad: { readonly message: string; readonly fields: Fields };
}
