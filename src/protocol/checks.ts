import { VppStateError } from "../errors/index.ts";

// Options are checked where a mistake would show late or elsewhere: a limit that is no number never ends, a signal that
// is none throws while answers are being read.

/** @throws VppStateError for what is no time limit. */
export function requireDuration(subject: string, option: string, value: number): void {
  if (typeof value !== "number" || !(value >= 0)) {
    throw new VppStateError(
      `${subject}: ${option}: expected milliseconds, 0 or more, or Infinity; got ${shown(value)}`,
    );
  }
}

/** Any object that works like an AbortSignal will do. @throws VppStateError for another. */
export function requireSignal(subject: string, value: AbortSignal | undefined): void {
  if (value === undefined) return;
  if (typeof value?.addEventListener === "function" && typeof value.removeEventListener === "function")
    return;
  const got: unknown = value;
  const hint = got instanceof AbortController ? "an AbortController (its `signal` is one)" : shown(got);
  throw new VppStateError(`${subject}: signal: expected an AbortSignal, got ${hint}`);
}

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
