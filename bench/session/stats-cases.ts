import { openStats, type Stats, type StatsAccess, type StatsSnapshot } from "../../src/stats/index.ts";
import { type CaseName, type Measured, type Task, timed } from "./figures.ts";

const FIVE = ["/if/rx", "/if/tx", "/if/rx-unicast", "/if/tx-unicast", "/if/rx-multicast"];

/** How the segment is read: `main.ts --access`. */
const access = (process.env.VPP_TS_BENCH_ACCESS ?? "map") as StatsAccess;
const WARM = 200;

/** Runs one case of the stats reader. */
export async function statsCase({ name, socket, size }: Task): Promise<Measured> {
  if (name === "stats-open") {
    return await timed(async () => {
      using stats = await openStats({ socket, access });
      return Math.min(stats.ls().length, 1);
    });
  }
  using stats = await openStats({ socket, access });
  const body = bodyOf(name, stats);
  for (let i = 0; i < WARM; i++) body();
  return await timed(async () => {
    for (let i = 0; i < size; i++) body();
    return size;
  });
}

function bodyOf(name: CaseName, stats: Stats): () => unknown {
  switch (name) {
    case "stats-snapshot":
      return () => stats.snapshot("/if/");
    case "stats-values":
      return () => decodeAll(stats.snapshot("/if/"));
    case "stats-interfaces":
      return () => stats.interfaces();
    case "stats-read": {
      const prepared = stats.prepare(FIVE);
      return () => prepared.read();
    }
    default:
      throw new Error(`no case ${name}`);
  }
}

/** Takes every counter out as a value, as VPP's Python reader does. */
function decodeAll(snapshot: StatsSnapshot): void {
  for (const value of snapshot) {
    if (value.kind !== "simple" && value.kind !== "combined") continue;
    for (let thread = 0; thread < value.threads; thread++) {
      for (let i = 0; i < value.length(thread); i++) {
        if (value.kind === "simple") value.at(thread, i);
        else value.at(thread, i);
      }
    }
  }
}
