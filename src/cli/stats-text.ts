import type {
  PacketsBytes,
  Rate,
  StatsEntry,
  StatsRate,
  StatsSample,
  StatsValue,
  U64,
} from "../stats/index.ts";

const NAME_WIDTH = 44;

export function entryLine(entry: StatsEntry): string {
  const link = entry.link === null ? "" : ` -> ${entry.link.target ?? "?"}[${entry.link.column}]`;
  return `${entry.kind.padEnd(10)}${entry.name}${link}`;
}

/** A value for people: its sum, and beneath it what each index has of it. */
export function valueLines(value: StatsValue, labels: readonly (string | null)[], all: boolean): string[] {
  const head = `${value.name.padEnd(NAME_WIDTH)} ${total(value)}`;
  switch (value.kind) {
    case "simple":
    case "combined": {
      const rows: string[] = [];
      for (let i = 0; i < value.width; i++) {
        const sum = value.sum(i);
        if (!all && zero(sum)) continue;
        rows.push(`  ${String(i).padStart(4)} ${(labels[i] ?? "").padEnd(NAME_WIDTH - 7)} ${amount(sum)}`);
      }
      return [head, ...rows];
    }
    case "names":
      return [head, ...value.values.map((name, i) => `  ${String(i).padStart(4)} ${name ?? "-"}`)];
    case "histogram":
      return [head, ...histogramLines(value)];
    default:
      return [head];
  }
}

function histogramLines(value: Extract<StatsValue, { kind: "histogram" }>): string[] {
  return Array.from({ length: value.threads }, (_, thread) =>
    value
      .buckets(thread)
      .map(({ low, high, count }) => `  thread ${thread}  ${low} … ${high ?? ""}  ${count}`),
  ).flat();
}

/** One line a value: sum and rate. */
export function sampleLines(sample: StatsSample): string[] {
  const head = sample.restarted ? ["VPP was restarted"] : [];
  return [
    ...head,
    ...[...sample.snapshot].map((value) => {
      const rate = sample.rate(value.name);
      return `${value.name.padEnd(NAME_WIDTH)} ${total(value).padStart(32)} ${rate === undefined ? "" : rateText(rate)}`.trimEnd();
    }),
  ];
}

export function sampleJson(sample: StatsSample): Record<string, unknown> {
  const rates: [string, unknown][] = [];
  for (const value of sample.snapshot) {
    const rate = sample.rate(value.name);
    if (rate !== undefined) rates.push([value.name, rateSum(rate)]);
  }
  const { seconds, restarted, snapshot } = sample;
  return { seconds, restarted, values: snapshot.toJSON(), rates: Object.fromEntries(rates) };
}

export function total(value: StatsValue): string {
  switch (value.kind) {
    case "scalar":
    case "gauge":
      return String(value.value);
    case "simple":
    case "combined":
    case "simple-column":
    case "combined-column":
      return amount(value.sum());
    case "histogram":
      return amount(value.sum());
    case "names":
      return `${value.values.length} names`;
    case "ring":
      return `ring of ${value.threads} × ${value.ringSize} × ${value.entrySize} bytes`;
    case "symlink":
      return `-> ${value.target ?? "?"}[${value.column}]`;
    case "unknown":
      return `type ${value.type}: ${value.raw}`;
  }
}

function amount(sum: U64 | PacketsBytes): string {
  return typeof sum === "object" ? `${sum.packets} packets ${sum.bytes} bytes` : String(sum);
}

function zero(sum: U64 | PacketsBytes): boolean {
  return typeof sum === "object"
    ? BigInt(sum.packets) === 0n && BigInt(sum.bytes) === 0n
    : BigInt(sum) === 0n;
}

export function rateSum(rate: StatsRate): Rate | { packets: Rate; bytes: Rate } {
  return "perSecond" in rate ? rate.perSecond : rate.sum();
}

function rateText(rate: StatsRate): string {
  const sum = rateSum(rate);
  if (sum === null || typeof sum === "number") return `${perSecond(sum)}/s`;
  return `${perSecond(sum.packets)} packets/s ${perSecond(sum.bytes)} bytes/s`;
}

export function perSecond(rate: Rate): string {
  return rate === null ? "-" : rate.toFixed(Math.abs(rate) < 100 ? 1 : 0);
}
