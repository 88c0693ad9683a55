// A cache of definitions that is slow, fails, forgets, and has been written in part only.
import { setTimeout as sleep } from "node:timers/promises";
import type { DefinitionsCache } from "../../src/definitions/index.ts";
import { Thrown } from "./actor.ts";
import type { Chance } from "./chance.ts";

export class CrookedCache implements DefinitionsCache {
  readonly #chance: Chance;
  readonly #kept: Map<string, string>;

  /** `kept` is what it shares with others, as files would be. */
  constructor(chance: Chance, kept: Map<string, string>) {
    this.#chance = chance;
    this.#kept = kept;
  }

  async read(key: string): Promise<string | null> {
    await this.#trouble();
    const json = this.#kept.get(key) ?? null;
    if (json === null || this.#chance.odds(0.9)) return json;
    return this.#chance.odds(0.5) ? null : json.slice(0, this.#chance.between(0, json.length - 1));
  }

  async write(key: string, json: string): Promise<void> {
    await this.#trouble();
    this.#kept.set(key, json);
  }

  async #trouble(): Promise<void> {
    if (this.#chance.odds(0.5)) await sleep(this.#chance.between(0, 30));
    if (this.#chance.odds(0.1)) throw new Thrown("cache");
  }
}
