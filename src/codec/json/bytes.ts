import type { Place } from "./place.ts";

/** Lower-case hex, two digits a byte, nothing between. */
export function bytesToJson(value: unknown, place: Place): string {
  if (!(value instanceof Uint8Array)) place.expected("bytes", value);
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex");
}

/** Hex of any case, `0x` in front or not; an array of numbers; bytes. Whether they fit is the encoder's. */
export function bytesFromJson(json: unknown, place: Place): Uint8Array {
  if (typeof json === "string") return hexBytes(json, place);
  if (Array.isArray(json)) return numberBytes(json, place);
  if (json instanceof Uint8Array) return json;
  place.expected("bytes as a string of hex digits or an array of numbers", json);
}

function hexBytes(text: string, place: Place): Uint8Array {
  const hex = text.startsWith("0x") || text.startsWith("0X") ? text.slice(2) : text;
  const bytes = new Uint8Array(hex.length >> 1);
  // write() stops at the first pair that is no hex, and leaves an odd digit.
  const written = Buffer.from(bytes.buffer).write(hex, "hex");
  if (hex.length % 2 !== 0) place.expected("an even number of hex digits", text);
  if (written !== bytes.length) place.expected("hex digits", text);
  return bytes;
}

function numberBytes(json: readonly unknown[], place: Place): Uint8Array {
  const bytes = new Uint8Array(json.length);
  for (let i = 0; i < json.length; i++) {
    const value = json[i];
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 255) {
      place.enter(i);
      place.expected("a byte, 0 to 255", value);
    }
    bytes[i] = value;
  }
  return bytes;
}
