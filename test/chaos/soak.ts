// npm run soak -- --minutes 60 [--vpp] [--load 50] [--out DIR]
// Mixed work at part of the speed that is possible; every ten seconds it rests for a moment, and memory, descriptors,
// timers and listeners are noted: DIR/soak.ndjson, and at the end DIR/soak.svg and DIR/soak.json.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { request } from "./actions.ts";
import { Actor, show } from "./actor.ts";
import { Chance } from "./chance.ts";
import { Ledger } from "./ledger.ts";
import { listen } from "./listening.ts";
import { MANNERS, WORK } from "./repertoire.ts";
import { watchTimers } from "./resources.ts";
import { chart } from "./soak-chart.ts";
import { growth, type Sample, sample, slope } from "./soak-sample.ts";
import { Spectator } from "./spectator.ts";
import type { Target } from "./target.ts";
import { SimulatorTarget } from "./target-simulator.ts";
import { VppTarget } from "./target-vpp.ts";
import { watchUncaught } from "./uncaught.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "60" },
    /** Percent of one core that this process may take. */
    load: { type: "string", default: "50" },
    out: { type: "string", default: "build/soak" },
    vpp: { type: "boolean", default: false },
  },
});
const CLIENTS = 6;
/** Pieces of work that each client has at hand at once. */
const HANDS = 3;
/** Seconds between two samples, between two clients that leave and are replaced, and between two restarts. */
const SAMPLE = 10;
const REPLACE = 5;
const RESTART = 600;
/** Milliseconds in which all that is under way has to end: a call takes 2 s at most. */
const REST_LIMIT = 20_000;

watchTimers();
const started = performance.now();
const seconds = (): number => (performance.now() - started) / 1000;
const length = Number(values.minutes) * 60;
const chance = new Chance(Number(values.seed));
const ledger = new Ledger();
watchUncaught(ledger);
const target: Target = values.vpp ? await VppTarget.create() : await SimulatorTarget.create(chance.seed);
const weather = { garbage: false, changes: false };
const actors: Actor[] = [];
let names = 0;

async function enter(): Promise<void> {
  const options = { socket: target.socket, timeout: 2000, reconnect: { min: 20, max: 500 }, wait: 20_000 };
  const actor = await Actor.start(`c0.0.${names++}`, options, chance.fork(), ledger, target.work, weather);
  if (actor === null) return;
  listen(actor);
  actors.push(actor);
  for (let i = 0; i < HANDS; i++) void work(actor);
}

/** Pieces of work under way, and what those that are next wait for while all rests. */
let underWay = 0;
let rest = Promise.resolve();
let over = false;

/** Uses one client until it is closed; pauses long enough for all of them to keep to their share. */
async function work(actor: Actor): Promise<void> {
  for (;;) {
    await rest;
    if (!actor.usable) return;
    const act = chance.weighted(chance.odds(0.9) ? WORK : MANNERS);
    underWay++;
    try {
      await act.run(actor);
    } catch (error) {
      if (actor.usable) ledger.breach("errors are the library's own", `${act.name}: ${show(error)}`);
    }
    underWay--;
    await sleep(pause);
  }
}

const spectator = new Spectator(target, chance.fork(), ledger);

/** Reads the stats segment beside them. */
async function look(): Promise<void> {
  for (;;) {
    await rest;
    if (over) return;
    underWay++;
    await spectator.step();
    underWay--;
    await sleep(pause);
  }
}

/** What is held while nothing is under way: what the clients themselves need, and what was leaked. */
async function atRest(): Promise<Sample> {
  let goOn = (): void => {};
  rest = new Promise((resolve) => {
    goOn = resolve;
  });
  const limit = performance.now() + REST_LIMIT;
  const busy = (): boolean => underWay > 0 || ledger.open.size > 0;
  while (busy() && performance.now() < limit) await sleep(5);
  if (busy()) {
    ledger.breach(
      "nothing hangs",
      [`${underWay} under way`, ...ledger.open.values()].slice(0, 20).join("; "),
    );
  }
  // The last pause of each hand ends, and sockets that were closed are gone.
  await sleep(pause + 20);
  const { calls, events, broken } = ledger;
  const one = sample(seconds(), { calls, events, broken, clients: actors.length });
  goOn();
  return one;
}

/** Milliseconds after each piece of work; follows the CPU time taken. */
let pause = 20;
let last = { cpu: process.cpuUsage(), at: performance.now() };

function keepPace(): void {
  const { user, system } = process.cpuUsage(last.cpu);
  const share = (user + system) / 10 / (performance.now() - last.at);
  last = { cpu: process.cpuUsage(), at: performance.now() };
  pause = Math.min(500, Math.max(0.5, pause * Math.min(2, Math.max(0.5, share / Number(values.load)))));
}

mkdirSync(values.out, { recursive: true });
const file = join(values.out, "soak.ndjson");
writeFileSync(file, "");
const samples: Sample[] = [];
for (let i = 0; i < CLIENTS; i++) await enter();
void look();

for (let tick = 1; seconds() < length; tick++) {
  await sleep(Math.max(0, tick * 1000 - seconds() * 1000));
  keepPace();
  await target.tick(4);
  if (tick % REPLACE === 0) {
    await actors.shift()?.close();
    await enter();
  }
  if (tick % RESTART === 0) {
    await target.kill();
    await target.start("other ids");
    for (const actor of actors) await request(actor, target.work.request(chance));
    await spectator.comesBack(REST_LIMIT);
  }
  if (tick % SAMPLE === 0) {
    const one = await atRest();
    samples.push(one);
    writeFileSync(join(values.out, "breaches.json"), JSON.stringify(ledger.breaches, null, 2));
    appendFileSync(file, `${JSON.stringify(one)}\n`);
  }
}

over = true;
spectator.leave();
await Promise.all(actors.map((actor) => actor.close()));
const problem = await target.check();
if (problem !== null) ledger.breach("the target is well", problem);
await target.end();
for (const line of growth(samples)) ledger.breach("memory and handles are flat", line);
const half = samples.slice(Math.floor(samples.length / 2));
const result = {
  target: target.name,
  minutes: Math.round(seconds() / 6) / 10,
  calls: ledger.calls,
  events: ledger.events,
  outcomes: Object.fromEntries(ledger.outcomes),
  heapSlopeKiBPerHour: Math.round(slope(half, ({ heap }) => heap) / 1024),
  rssSlopeKiBPerHour: Math.round(slope(half, ({ rss }) => rss) / 1024),
  broken: ledger.broken,
  breaches: ledger.breaches,
};
writeFileSync(join(values.out, "soak.json"), `${JSON.stringify(result, null, 2)}\n`);
const title = `${target.name}, ${result.minutes} minutes, ${ledger.calls.toLocaleString("en")} calls`;
writeFileSync(join(values.out, "soak.svg"), chart(samples, title));
console.log(JSON.stringify(result, null, 2));
process.exitCode = ledger.broken === 0 ? 0 : 1;
