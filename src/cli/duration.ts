import { InvalidArgumentError } from "commander";
import { LONGEST_TIMER } from "../client/deadlines.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds from `5`, `5s`, `500ms`, `2m`, `1h`: seconds where no unit is given. */
export function readDuration(text: string): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (milliseconds > 0 && milliseconds <= LONGEST_TIMER) return milliseconds;
  throw new InvalidArgumentError("Expected a time such as 500ms, 5s, 2m (24 days at most).");
}
