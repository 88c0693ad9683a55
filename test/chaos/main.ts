// npm run chaos -- --seed N --minutes M [--vpp] [--json]
import { parseArgs } from "node:util";
import { Campaign } from "./campaign.ts";
import { Chance } from "./chance.ts";
import { watchFarewells } from "./farewell.ts";
import { Ledger } from "./ledger.ts";
import { printed, reportOf } from "./report.ts";
import { watchTimers } from "./resources.ts";
import { sweep } from "./sweep.ts";
import type { Target } from "./target.ts";
import { SimulatorTarget } from "./target-simulator.ts";
import { VppTarget } from "./target-vpp.ts";
import { watchUncaught } from "./uncaught.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "1" },
    /** Minutes, at most, for cutting a session at every byte; a quarter of all unless told. */
    sweep: { type: "string" },
    /** Seconds of work before each calm. */
    round: { type: "string", default: "2" },
    vpp: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

// Those of the target count as well, from its first start on.
watchTimers();
const seed = Number(values.seed);
const ledger = new Ledger();
const target: Target = values.vpp ? await VppTarget.create() : await SimulatorTarget.create(seed);
const chance = new Chance(seed);
// That a goodbye is missing shows at once, whether VPP spins for it or not.
if (target.fragile) watchFarewells(target.socket, (how) => ledger.breach("clients say goodbye", how));
const campaign = new Campaign(target, chance.fork(), ledger);
const started = performance.now();
const end = started + Number(values.minutes) * 60_000;
const sweepEnd = started + Number(values.sweep ?? Number(values.minutes) / 4) * 60_000;
watchUncaught(ledger);
let swept = null;
try {
  swept = await sweep(target, ledger, chance.fork(), () => performance.now() > sweepEnd);
  await campaign.run(end - performance.now(), Number(values.round) * 1000);
} catch (error) {
  ledger.breach(
    "the campaign can go on",
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
} finally {
  await target.end();
}
const seconds = (performance.now() - started) / 1000;
const report = reportOf(target.name, seed, seconds, campaign.rounds, ledger, campaign.heaps, swept);
console.log(values.json ? JSON.stringify(report, null, 2) : printed(report));
process.exitCode = report.broken === 0 ? 0 : 1;
