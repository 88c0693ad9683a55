// Codec in nanoseconds, against code written by hand for the same message: npm run bench -- micro [MESSAGE…].
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "../median.ts";
import { SAMPLES } from "./messages.ts";

export interface MicroRow {
  readonly message: string;
  readonly direction: "encode" | "decode";
  /** Of the payload. */
  readonly bytes: number;
  /** Nanoseconds. */
  readonly ours: number;
  readonly hand: number;
  /** Ours to hand-written: the median of the rounds' ratios. */
  readonly ratio: number;
}

const SCRIPT = fileURLToPath(new URL("./one.js", import.meta.url));

/** Each case runs in a process of its own, ours and the other in turn. */
export function micro(filter: readonly string[], apiDir: string, rounds: number): MicroRow[] {
  const one = (...args: string[]) =>
    Number(execFileSync(process.execPath, [SCRIPT, ...args, apiDir], { encoding: "utf8" }));
  const rows: MicroRow[] = [];
  for (const message of Object.keys(SAMPLES)) {
    if (filter.length > 0 && !filter.some((text) => message.includes(text))) continue;
    const bytes = one("check", "encode", message);
    for (const direction of ["encode", "decode"] as const) {
      const ours: number[] = [];
      const hand: number[] = [];
      for (let round = 0; round < rounds; round++) {
        ours.push(one("ours", direction, message));
        hand.push(one("hand", direction, message));
      }
      const ratio = median(ours.map((ns, i) => ns / hand[i]!));
      rows.push({ message, direction, bytes, ours: median(ours), hand: median(hand), ratio });
    }
  }
  return rows;
}

export function microTable(rows: readonly MicroRow[]): string {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(32) : String(cell).padStart(9))).join(" ");
  const body = rows.map(({ message, direction, bytes, ours, hand, ratio }) =>
    line([
      `${direction} ${message}`,
      bytes,
      `${ours.toFixed(0)} ns`,
      `${hand.toFixed(0)} ns`,
      ratio.toFixed(2),
    ]),
  );
  return [line(["", "bytes", "ours", "by hand", "ratio"]), ...body].join("\n");
}
