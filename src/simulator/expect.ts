import { AssertionError } from "node:assert";
import type { JsonObject, JsonValue } from "../codec/index.ts";
import { VppDecodeError } from "../errors/index.ts";
import type { ReceivedMessage } from "./recorder.ts";

/** Whether `actual` has all that `wanted` says: objects may have more, anything else is equal. */
function matches(actual: JsonValue | undefined, wanted: JsonValue): boolean {
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

/** A message as JSON, or as its bytes where they are no such message. */
function shown(one: ReceivedMessage): JsonObject {
  try {
    return one.json;
  } catch (error) {
    if (error instanceof VppDecodeError) return { bytes: one.bytes.toString("hex") };
    throw error;
  }
}

/** Whether a message has this name and all that `wanted` says. */
export function fits(one: ReceivedMessage, message: string, wanted: JsonObject): boolean {
  return one.message === message && matches(shown(one), wanted);
}

/** What a failed expectation shows: the messages of that name, else the names there were. */
export function unmet(
  message: string,
  wanted: JsonValue,
  received: readonly ReceivedMessage[],
): AssertionError {
  const same = received.filter((one) => one.message === message).map(shown);
  const others = [...new Set(received.map((one) => one.message ?? `id ${one.id}`))].join(", ");
  const text =
    same.length === 0
      ? `no ${message} was received, only: ${others || "nothing"}`
      : `no ${message} was received with ${JSON.stringify(wanted)}, only with:\n${same.map((j) => JSON.stringify(j)).join("\n")}`;
  return new AssertionError({ message: text, actual: same, expected: wanted, operator: "expect" });
}
