import { AssertionError } from "node:assert";
import type { JsonValue } from "../codec/index.ts";
import type { ReceivedMessage } from "./recorder.ts";

/** Whether `actual` has all that `wanted` says: objects may have more, anything else is equal. */
export function matches(actual: JsonValue | undefined, wanted: JsonValue): boolean {
  if (wanted === null || typeof wanted !== "object") return actual === wanted;
  if (actual === null || typeof actual !== "object") return false;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((item, i) => matches(actual[i], item))
    );
  }
  if (Array.isArray(actual)) return false;
  return Object.entries(wanted).every(([key, value]) => matches(actual[key], value));
}

/** What a failed expectation shows: the messages of that name, else the names there were. */
export function unmet(
  message: string,
  wanted: JsonValue,
  received: readonly ReceivedMessage[],
): AssertionError {
  const same = received.filter((one) => one.message === message).map((one) => one.json);
  const others = [...new Set(received.map((one) => one.message ?? `id ${one.id}`))].join(", ");
  const text =
    same.length === 0
      ? `no ${message} was received, only: ${others || "nothing"}`
      : `no ${message} was received with ${JSON.stringify(wanted)}, only with:\n${same.map((j) => JSON.stringify(j)).join("\n")}`;
  return new AssertionError({ message: text, actual: same, expected: wanted, operator: "expect" });
}
