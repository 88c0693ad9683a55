// npm run chaos -- --seed N --minutes M [--vpp] [--json]
import { parseArgs } from "node:util";
import { Campaign } from "./campaign.ts";
import { Chance } from "./chance.ts";
import { Ledger } from "./ledger.ts";
import { printed, reportOf } from "./report.ts";
import type { Target } from "./target.ts";
import { SimulatorTarget } from "./target-simulator.ts";
import { VppTarget } from "./target-vpp.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "1" },
    /** Seconds of work before each calm. */
    round: { type: "string", default: "2" },
    vpp: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const seed = Number(values.seed);
const ledger = new Ledger();
const target: Target = values.vpp ? await VppTarget.create() : await SimulatorTarget.create(seed);
process.on("SIGTERM", () => {
  console.log(printed(reportOf(target.name, seed, 0, campaign.rounds, ledger, campaign.heaps)));
  console.log(ledger.lines().slice(-50).join("\n"), [...ledger.open.values()]);
  process.exit(3);
});
const campaign = new Campaign(target, new Chance(seed), ledger);
const started = performance.now();
try {
  await campaign.run(Number(values.minutes) * 60_000, Number(values.round) * 1000);
} finally {
  await target.end();
}
const seconds = (performance.now() - started) / 1000;
const report = reportOf(target.name, seed, seconds, campaign.rounds, ledger, campaign.heaps);
console.log(values.json ? JSON.stringify(report, null, 2) : printed(report));
process.exitCode = report.broken === 0 ? 0 : 1;
