import { CLIENT_TITLES, type ClientName } from "./clients.ts";
import type { Row, Summary } from "./measure.ts";

const HEAD = ["", "rate", "ours is", "time", "CPU/message", "VPP", "CPU", "VPP", "memory", "p50", "p99"];

/** A row's clients as lines of text: ours first, then in the order they were measured in. */
export function tableOf(row: Row): string {
  const lines = Object.entries(row.clients).map(([name, s]) => cells(name as ClientName, s, row));
  const table = [HEAD, ...lines];
  const widths = HEAD.map((_, i) => Math.max(...table.map((line) => line[i]!.length)));
  const text = table.map(
    (line) =>
      `  ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`,
  );
  const failed = Object.entries(row.failed).map(
    ([name, why]) => `  ${CLIENT_TITLES[name as ClientName]} failed: ${why}`,
  );
  return [row.title, ...text.map((line) => line.trimEnd()), ...failed].join("\n");
}

function cells(name: ClientName, s: Summary, row: Row): string[] {
  const ratio = row.ratios[name];
  return [
    CLIENT_TITLES[name],
    `${s.rate < 100 ? s.rate.toPrecision(3) : Math.round(s.rate).toLocaleString("en")}/s`,
    ratio === undefined ? "" : `${ratio.toFixed(ratio < 10 ? 2 : 0)}×`,
    duration(s.seconds),
    micro(s.cpu),
    micro(s.vppCpu),
    `${s.cpuSeconds.toFixed(2)} s`,
    `${s.vppCpuSeconds.toFixed(2)} s`,
    `${Math.round(s.megabytes)} MB`,
    s.p50 === undefined ? "" : micro(s.p50),
    s.p99 === undefined ? "" : micro(s.p99),
  ];
}

function duration(seconds: number): string {
  return seconds < 0.1 ? `${(seconds * 1e3).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}

function micro(us: number): string {
  return us < 1000 ? `${us.toFixed(us < 10 ? 2 : 1)} µs` : `${(us / 1e3).toFixed(1)} ms`;
}
