// npm run hostile -- --seed N --frames 1000000 [--only client|simulator]
import { parseArgs } from "node:util";
import { Chance } from "../chaos/chance.ts";
import { runHostile } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    frames: { type: "string", default: "1000000" },
    only: { type: "string" },
  },
});
let failed = false;
for (const side of ["client", "simulator"] as const) {
  if (values.only !== undefined && values.only !== side) continue;
  const tally = await runHostile(side, Number(values.frames), new Chance(Number(values.seed)));
  console.log(side, JSON.stringify(tally, null, 2));
  failed ||= tally.faults.length > 0;
}
process.exitCode = failed ? 1 : 0;
