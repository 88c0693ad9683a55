import { canonicalText } from "../text/canonical.ts";
import { formatIp4 } from "../text/ip4.ts";
import { formatIp6 } from "../text/ip6.ts";
import { formatMac } from "../text/mac.ts";
import type { TextForm } from "../text-form.ts";
import type { Place } from "./place.ts";

/** What each form is called in errors. */
export const WHAT: Readonly<Record<TextForm, string>> = {
  ip4_address: "an IPv4 address",
  ip6_address: "an IPv6 address",
  mac_address: "a MAC address",
  address: "an IPv4 or IPv6 address",
  ip4_prefix: "an IPv4 prefix",
  ip6_prefix: "an IPv6 prefix",
  prefix: "an IPv4 or IPv6 prefix",
};

/** Forms of types that are bytes and nothing else. */
export type PlainForm = "ip4_address" | "ip6_address" | "mac_address";

export function textFromString(form: TextForm, text: string, place: Place): string {
  return canonicalText(form, text) ?? longPrefix(form, text) ?? place.expected(WHAT[form], text);
}

/**
 * A prefix longer than its family allows, as decoding shows it where such a byte was on the wire. Like any
 * number out of range it is refused on encoding only: an arm of a union that isn't written may hold one.
 */
function longPrefix(form: TextForm, text: string): string | undefined {
  const [, address, length] = /^([^/]+)\/([1-9][0-9]{1,2})$/.exec(text) ?? [];
  if (address === undefined || Number(length) > 255) return undefined;
  const shortest = canonicalText(form, `${address}/0`);
  return shortest === undefined ? undefined : `${shortest.slice(0, -1)}${length}`;
}

/** The text of the type, or its bytes as an array of numbers. */
export function plainTextFromJson(form: PlainForm, json: unknown, place: Place): string {
  if (typeof json === "string") return textFromString(form, json, place);
  switch (form) {
    case "ip4_address":
      return formatIp4(exactly(4, form, json, place), 0);
    case "ip6_address":
      return formatIp6(exactly(16, form, json, place), 0);
    case "mac_address":
      return formatMac(exactly(6, form, json, place), 0);
  }
}

function exactly(length: number, form: PlainForm, json: unknown, place: Place): Uint8Array {
  if (Array.isArray(json) || json instanceof Uint8Array) {
    const bytes = Uint8Array.from(json);
    if (bytes.length === length && bytes.every((byte, i) => byte === json[i])) return bytes;
  }
  place.expected(`${WHAT[form]}, or its ${length} bytes`, json);
}
