// A dashboard: what each interface receives, sends and drops, every second, from the stats segment. It costs VPP nothing.
//
//   node --import tsx examples/rates.ts             (until Ctrl-C; VPP_STATS_SOCKET names another socket)
import { openStats, type StatsSample } from "vpp-ts/stats";

const SECOND = 1000;

using stats = await openStats();

/** `null` where there is nothing to compare with yet. */
function shown(rate: number | null, unit: string): string {
  if (rate === null) return `- ${unit}`;
  const [value, prefix] = rate >= 1e9 ? [rate / 1e9, "G"] : rate >= 1e6 ? [rate / 1e6, "M"] : [rate, ""];
  return `${prefix === "" ? Math.round(value) : value.toFixed(2)} ${prefix}${unit}`;
}

/** Packets and bits a second of one interface in `/if/rx` or `/if/tx`. */
function traffic(sample: StatsSample, name: string, sw_if_index: number): string[] {
  const rate = sample.rate(name);
  const { packets, bytes } =
    rate?.kind === "combined" ? rate.sum(sw_if_index) : { packets: null, bytes: null };
  return [shown(packets, "pps"), shown(bytes === null ? null : bytes * 8, "bit/s")];
}

function drops(sample: StatsSample, sw_if_index: number): string {
  const rate = sample.rate("/if/drops");
  return shown(rate?.kind === "simple" ? rate.sum(sw_if_index) : null, "drops/s");
}

// A VPP that restarts is waited for; the rates begin anew then.
for await (const sample of stats.watch(["/if/rx", "/if/tx", "/if/drops"], { interval: SECOND })) {
  if (sample.seconds === null) continue;
  if (process.stdout.isTTY) console.clear();
  console.log(new Date().toISOString());
  for (const { sw_if_index, name } of stats.interfaces()) {
    const [rx, tx] = ["/if/rx", "/if/tx"].map((each) => traffic(sample, each, sw_if_index));
    console.log([name, "rx", ...(rx ?? []), "tx", ...(tx ?? []), drops(sample, sw_if_index)].join("\t"));
  }
}
