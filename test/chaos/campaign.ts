// A campaign: rounds of clients at work and faults, each ended by a calm in which all must be well again.
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectOptions } from "../../src/index.ts";
import { request } from "./actions.ts";
import { Actor, show, type Weather } from "./actor.ts";
import type { Chance } from "./chance.ts";
import { CrookedCache } from "./crooked-cache.ts";
import { disturb, linkPlan, type Scene } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { type Ear, listen } from "./listening.ts";
import { THROWING_LOGGER } from "./meddling.ts";
import { CrookedProxy } from "./proxy.ts";
import { FAREWELLS, MANNERS, WORK } from "./repertoire.ts";
import { type Held, heapAfterGc, held, leftOver } from "./resources.ts";
import { Spectator } from "./spectator.ts";
import type { Target } from "./target.ts";

/** Milliseconds in which everything has to be well after the last fault. */
const CALM_LIMIT = 20_000;

interface Player {
  readonly actor: Actor;
  readonly ear: Ear | null;
}

export class Campaign {
  readonly ledger: Ledger;
  readonly heaps: number[] = [];
  rounds = 0;
  readonly #target: Target;
  readonly #chance: Chance;
  readonly #proxy: CrookedProxy;
  /** What clients' caches keep. */
  readonly #definitions = new Map<string, string>();
  #before: Held | null = null;

  constructor(target: Target, chance: Chance, ledger: Ledger) {
    this.#target = target;
    this.#chance = chance;
    this.ledger = ledger;
    this.#proxy = new CrookedProxy(`${target.socket}.proxy`, () => target.socket, target.fragile);
  }

  async run(milliseconds: number, roundLength: number): Promise<void> {
    await this.#proxy.listen();
    const end = performance.now() + milliseconds;
    try {
      do await this.#round(roundLength);
      while (performance.now() < end && this.ledger.broken === 0);
    } finally {
      await this.#proxy.close();
    }
  }

  async #round(milliseconds: number): Promise<void> {
    const { ledger } = this;
    const chance = this.#chance.fork();
    const weather: Weather = { garbage: false, changes: false };
    const scene: Scene = { target: this.#target, proxy: this.#proxy, ledger, weather, chance: chance.fork() };
    ledger.note(`round ${++this.rounds}, seed ${chance.seed}`);
    const end = performance.now() + milliseconds;
    let over = false;
    const until = (): boolean => over || performance.now() > end || ledger.broken > 0;
    const players: Player[] = [];
    const plans = chance.fork();
    this.#proxy.plan = () => linkPlan(plans, ledger);
    const faults = disturb(scene, until, 120);
    const clients = Array.from({ length: chance.between(2, 7) }, (_, i) =>
      this.#play(`c${this.rounds}.${i}`, chance.fork(), weather, players, until),
    );
    const spectator = new Spectator(this.#target, chance.fork(), ledger);
    await Promise.all([...clients, spectator.run(until), faults]);
    over = true;
    await this.#calm(players);
    await spectator.comesBack(CALM_LIMIT);
    spectator.leave();
    await this.#leave(players);
  }

  /** A place in the round: clients one after the other, as they close. */
  async #play(
    name: string,
    chance: Chance,
    weather: Weather,
    players: Player[],
    until: () => boolean,
  ): Promise<void> {
    for (let life = 0; !until(); life++) {
      const { socket, tcp } = this.#proxy;
      const options = this.#options(chance, chance.pick([socket, socket, tcp, this.#target.socket]));
      const actor = await Actor.start(
        `${name}.${life}`,
        options,
        chance,
        this.ledger,
        this.#target.work,
        weather,
      );
      if (actor === null) {
        await sleep(10);
        continue;
      }
      const player = { actor, ear: this.#listens(actor) };
      players.push(player);
      const lives = chance.odds(0.5) ? performance.now() + chance.between(1, 800) : Number.POSITIVE_INFINITY;
      const quits = (): boolean => until() || performance.now() > lives || !actor.usable;
      await Promise.all(
        Array.from({ length: chance.between(1, 4) }, () => this.#work(actor, chance.fork(), quits)),
      );
      if (!actor.closing && actor.usable && performance.now() > lives) await this.#close(actor, chance);
    }
  }

  async #work(actor: Actor, chance: Chance, quits: () => boolean): Promise<void> {
    while (!quits()) {
      const act = chance.weighted(chance.odds(0.85) ? WORK : MANNERS);
      this.ledger.act(act.name);
      try {
        await act.run(actor);
      } catch (error) {
        // Events of a VPP that came back without them: refused at once, as it should.
        if (!actor.weather.changes && actor.usable) {
          this.ledger.breach("errors are the library's own", `${actor.name}: ${act.name}: ${show(error)}`);
        }
      }
      await sleep(chance.odds(0.3) ? chance.between(1, 10) : 0);
    }
  }

  #listens(actor: Actor): Ear | null {
    try {
      return actor.chance.odds(0.6) ? listen(actor) : null;
    } catch {
      return null;
    }
  }

  #options(chance: Chance, socket: string): ConnectOptions {
    return {
      socket,
      timeout: chance.pick([150, 400, 1500]),
      reconnect: chance.odds(0.1) ? false : { min: chance.between(1, 20), max: chance.between(20, 80) },
      ...(chance.odds(0.2) ? { keepalive: chance.between(5, 40) } : {}),
      ...(chance.odds(0.1) ? { maxInFlight: chance.between(1, 100) } : {}),
      ...(chance.odds(0.3) ? { wait: 500 } : {}),
      ...(chance.odds(0.3) ? { busyPoll: chance.pick([0, 0.01, 1]) } : {}),
      ...(chance.odds(0.3) ? { cache: new CrookedCache(chance.fork(), this.#definitions) } : {}),
      ...(chance.odds(0.1) ? { signal: AbortSignal.timeout(chance.between(0, 60)) } : {}),
      ...(chance.odds(0.05) ? { logger: THROWING_LOGGER } : {}),
    };
  }

  async #close(actor: Actor, chance: Chance): Promise<void> {
    const how = chance.weighted(FAREWELLS);
    this.ledger.act(how.name);
    this.ledger.note(`${actor.name} ${how.name}`);
    const slow = setTimeout(
      () => this.ledger.breach("nothing hangs", `${actor.name}: ${how.name}`),
      CALM_LIMIT,
    );
    await how.run(actor);
    clearTimeout(slow);
  }

  /** No more faults: every client must come back, answer, and hear events. */
  async #calm(players: readonly Player[]): Promise<void> {
    const { ledger } = this;
    ledger.note("calm");
    this.#target.clear();
    this.#proxy.mend();
    await this.#target.start("complete");
    await this.#proxy.listen();
    const end = performance.now() + CALM_LIMIT;
    for (const { actor } of players) {
      while (actor.usable && performance.now() < end && ledger.broken === 0) {
        const { ok } = await request(actor, actor.work.request(actor.chance));
        if (ok) break;
        await sleep(5);
      }
      if (actor.usable && performance.now() >= end) ledger.breach("clients come back", actor.name);
    }
    await this.#heard(players, end);
    while (ledger.open.size > 0 && performance.now() < end) await sleep(5);
    if (ledger.open.size > 0) {
      ledger.breach("nothing hangs", [...ledger.open.values()].slice(0, 20).join("; "));
    }
  }

  async #heard(players: readonly Player[], end: number): Promise<void> {
    for (const { actor, ear } of players) {
      if (ear === null || !actor.usable) continue;
      const { heard } = ear;
      while (ear.heard === heard && performance.now() < end && actor.usable) {
        await this.#target.tick(1);
        await sleep(2);
      }
      if (ear.heard === heard && actor.usable) this.ledger.breach("subscriptions last", actor.name);
    }
  }

  async #leave(players: readonly Player[]): Promise<void> {
    const { ledger } = this;
    await Promise.all(players.filter(({ actor }) => !actor.closing).map(({ actor }) => actor.close()));
    const problem = await this.#target.check();
    if (problem !== null) ledger.breach("the target is well", problem);
    const left = await this.#empty();
    if (left.length > 0) ledger.breach("clients say goodbye", left.join(" "));
    const more = this.#before === null ? null : await leftOver(this.#before);
    if (more !== null) ledger.breach("all is given back", more);
    // The client of a fragile target has a timer now and then.
    const now = held();
    this.#before ??= this.#target.fragile ? { ...now, timers: Math.max(1, now.timers) } : now;
    this.heaps.push(heapAfterGc());
  }

  async #empty(): Promise<readonly string[]> {
    const end = performance.now() + 4000;
    for (;;) {
      const left = await this.#target.clients();
      if (left.length === 0 || performance.now() > end) return left;
      await sleep(20);
    }
  }
}
