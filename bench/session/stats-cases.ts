import { openStats, type Stats, type StatsSnapshot } from "../../src/stats/index.ts";
import { type Measured, type Task, timed } from "./figures.ts";

const FIVE = ["/if/rx", "/if/tx", "/if/rx-unicast", "/if/tx-unicast", "/if/rx-multicast"];

/** Runs one case of the stats reader. */
export async function statsCase({ name, socket, size }: Task): Promise<Measured> {
  if (name === "stats-open") {
    return await timed(async () => {
      using stats = await openStats({ socket });
      return Math.min(stats.ls().length, 1);
    });
  }
  using stats = await openStats({ socket });
  const body = name === "stats-snapshot" ? () => decodeAll(stats.snapshot("/if/")) : reader(stats);
  for (let i = 0; i < 200; i++) body();
  return await timed(async () => {
    for (let i = 0; i < size; i++) body();
    return size;
  });
}

function reader(stats: Stats): () => unknown {
  const prepared = stats.prepare(FIVE);
  return () => prepared.read();
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
