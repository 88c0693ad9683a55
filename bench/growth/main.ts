// What more of something costs a call: npm run bench -- growth. A ping and its answer in memory, no socket, no VPP.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "../median.ts";

const KINDS = [
  ["in-flight", "in flight", [1, 100, 10_000, 100_000]],
  ["listeners", "events listened to", [0, 1, 30]],
  ["types", "message types used before", [0, 10, 1000]],
] as const;

const SCRIPT = fileURLToPath(new URL("./one.js", import.meta.url));

export interface GrowthRow {
  readonly title: string;
  readonly number: number;
  /** Of CPU, a call. */
  readonly nanoseconds: number;
}

export function growth(apiDir: string, rounds: number): GrowthRow[] {
  const rows = KINDS.flatMap(([what, title, numbers]) => numbers.map((number) => ({ what, title, number })));
  const found = rows.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { what, number }] of rows.entries()) {
      const args = [SCRIPT, what, String(number), apiDir];
      found[i]!.push(Number(execFileSync(process.execPath, args, { encoding: "utf8" })));
    }
  }
  return rows.map(({ title, number }, i) => ({ title, number, nanoseconds: median(found[i]!) }));
}

export function growthTable(rows: readonly GrowthRow[]): string {
  return rows
    .map(({ title, number, nanoseconds }) => {
      const what = `${number.toLocaleString("en")} ${title}`;
      return `${what.padEnd(34)} ${nanoseconds.toFixed(0).padStart(6)} ns a call`;
    })
    .join("\n");
}
