/**
 * The struct forms of addresses and prefixes. Their fields have the same names in every release since 19.08,
 * so no definition is needed: `{af, un: {ip4, ip6}}`, `{address, len}`.
 */

import { didYouMean } from "../suggest.ts";
import { AF_IP4, AF_IP6 } from "../text/address.ts";
import { canonicalText } from "../text/canonical.ts";
import { isObject, type Place } from "./place.ts";
import { plainTextFromJson, textFromString, WHAT } from "./plain-text.ts";
import { scalarFromJson } from "./scalar.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** The arms of an address union that are given. */
interface Arms {
  readonly ip4?: string;
  readonly ip6?: string;
}

/** An address of a family that has no text. */
export interface AddressStruct {
  readonly af: number;
  readonly un: Arms;
}

/** A prefix without text: of such an address, or longer than its family allows. */
export interface PrefixStruct {
  readonly address: string | AddressStruct;
  readonly len: number;
}

type PrefixForm = "prefix" | "ip4_prefix" | "ip6_prefix";
type Fields = Readonly<Record<string, unknown>>;

/** The struct of something without text; what has text has it within, too. */
export function textStructToJson(value: unknown, place: Place): JsonValue {
  if (typeof value === "string" || typeof value === "number") return value;
  if (!isObject(value)) place.expected("the text of an address or its struct", value);
  const json: JsonObject = {};
  for (const name of ["af", "un", "ip4", "ip6", "address", "len"]) {
    if (value[name] !== undefined) json[name] = textStructToJson(value[name], place);
  }
  return json;
}

/** An address's text, or `{af, un}`: the text again where it has one. The arm decides a family left out. */
export function addressFromJson(json: unknown, place: Place): string | AddressStruct {
  if (typeof json === "string") return textFromString("address", json, place);
  const given = struct(json, ["af", "un"], WHAT.address, place);
  place.enter("af");
  const af = familyFromJson(given.af, place);
  place.leave();
  place.enter("un");
  const un = armsFromJson(given.un, place);
  if (af === AF_IP4 && un.ip6 !== undefined) place.fail("af is ADDRESS_IP4, but ip6 is given", given.un);
  if (af === AF_IP6 && un.ip4 !== undefined) place.fail("af is ADDRESS_IP6, but ip4 is given", given.un);
  if (af === undefined && un.ip4 !== undefined && un.ip6 !== undefined) {
    place.fail("ip4 and ip6 are both given, and no af to choose", given.un);
  }
  place.leave();
  const family = af ?? (un.ip6 === undefined ? AF_IP4 : AF_IP6);
  if (family === AF_IP4) return un.ip4 ?? "0.0.0.0";
  return family === AF_IP6 ? (un.ip6 ?? "::") : { af: family, un };
}

function familyFromJson(json: unknown, place: Place): number | undefined {
  if (json === undefined || typeof json === "number") return json;
  if (json === "ADDRESS_IP4") return AF_IP4;
  if (json === "ADDRESS_IP6") return AF_IP6;
  place.expected("ADDRESS_IP4, ADDRESS_IP6 or a number", json);
}

function armsFromJson(json: unknown, place: Place): Arms {
  if (json === undefined) return {};
  if (typeof json === "string") return bareAddress(json, place);
  const given = struct(json, ["ip4", "ip6"], WHAT.address, place);
  return { ...arm("ip4", given, place), ...arm("ip6", given, place) };
}

function arm(name: "ip4" | "ip6", given: Fields, place: Place): Arms {
  if (given[name] === undefined) return {};
  place.enter(name);
  const text = plainTextFromJson(`${name}_address`, given[name], place);
  place.leave();
  return { [name]: text };
}

/** The one arm of an address union that an address is. */
export function bareAddress(text: string, place: Place): Arms {
  const address = textFromString("address", text, place);
  return address.includes(":") ? { ip6: address } : { ip4: address };
}

/** A prefix's text, or `{address, len}`: the text again where it has one. What is left out is zero. */
export function prefixFromJson(form: PrefixForm, json: unknown, place: Place): string | PrefixStruct {
  if (typeof json === "string") return textFromString(form, json, place);
  const given = struct(json, ["address", "len"], WHAT[form], place);
  place.enter("address");
  const address = prefixAddress(form, given.address, place);
  place.leave();
  place.enter("len");
  const len = Number(scalarFromJson("u8", given.len ?? 0, place));
  place.leave();
  const text = typeof address === "string" ? canonicalText(form, `${address}/${len}`) : undefined;
  return text ?? { address, len };
}

function prefixAddress(form: PrefixForm, json: unknown, place: Place): string | AddressStruct {
  switch (form) {
    case "prefix":
      return addressFromJson(json ?? {}, place);
    case "ip4_prefix":
      return plainTextFromJson("ip4_address", json ?? "0.0.0.0", place);
    case "ip6_prefix":
      return plainTextFromJson("ip6_address", json ?? "::", place);
  }
}

function struct(json: unknown, names: readonly string[], what: string, place: Place): Fields {
  if (!isObject(json)) place.expected(what, json);
  for (const name of Object.keys(json)) {
    if (names.includes(name)) continue;
    place.enter(name);
    place.fail(`no such field${didYouMean(name, names)}`, json[name]);
  }
  return json;
}
