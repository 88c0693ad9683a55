// All that clients do, in campaigns and in the soak.
import type { Action } from "./action.ts";
import { ACTIONS } from "./actions.ts";
import { CLOSES, HABITS } from "./listening.ts";
import { closeInSubscriber, MEDDLING } from "./meddling.ts";
import { closeInInputs, PIPELINES } from "./pipelines.ts";
import { RAW } from "./raw.ts";

export const WORK: readonly Action[] = [...ACTIONS, ...PIPELINES, RAW];
/** How a client listens, and steps in. */
export const MANNERS: readonly Action[] = [...HABITS, ...MEDDLING];
/** Ways to close that are asked for while something else happens. */
export const FAREWELLS: readonly Action[] = [
  ...CLOSES,
  { name: "close in a subscriber of diagnostics", weight: 3, run: closeInSubscriber },
  { name: "close where a pipeline's inputs are taken", weight: 2, run: closeInInputs },
];
