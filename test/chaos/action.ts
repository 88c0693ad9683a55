import type { Actor } from "./actor.ts";

/** Something that a client does; settles when it has. Drawn as often as its weight says. */
export interface Action {
  readonly name: string;
  readonly weight: number;
  run(actor: Actor): Promise<void>;
}
