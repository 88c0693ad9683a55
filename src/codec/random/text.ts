import { formatAddress } from "../text/address.ts";
import { formatIp4 } from "../text/ip4.ts";
import { formatIp6 } from "../text/ip6.ts";
import { formatMac } from "../text/mac.ts";
import { formatIp4Prefix, formatIp6Prefix } from "../text/prefix.ts";
import type { TextForm } from "../text-form.ts";
import type { Dice } from "./dice.ts";

/** A value of a type with a text form: the text, now and then an address of a family without any. */
export function randomText(form: TextForm, dice: Dice): unknown {
  switch (form) {
    case "ip4_address":
      return formatIp4(dice.bytes(4), 0);
    case "ip6_address":
      return formatIp6(dice.bytes(16), 0);
    case "mac_address":
      return formatMac(dice.bytes(6), 0);
    case "ip4_prefix":
      return formatIp4Prefix(dice.bytes(4), 0, prefixLength(32, dice));
    case "ip6_prefix":
      return formatIp6Prefix(dice.bytes(16), 0, prefixLength(128, dice));
    case "address":
      return dice.chance(0.05) ? strangeAddress(dice) : formatAddress(dice.below(2), dice.bytes(16), 0);
    case "prefix":
      if (dice.chance(0.05)) return { address: strangeAddress(dice), len: dice.byte() };
      return randomText(dice.chance(0.5) ? "ip4_prefix" : "ip6_prefix", dice);
  }
}

export function prefixLength(max: number, dice: Dice): number {
  return dice.chance(0.3) ? dice.pick([0, max]) : dice.below(max + 1);
}

function strangeAddress(dice: Dice): unknown {
  return addressStruct(2 + dice.below(254), dice.bytes(16), 0);
}

/** An address of a family that has no text. */
export function addressStruct(af: number, bytes: Uint8Array, un: number): unknown {
  return { af, un: { ip4: formatIp4(bytes, un), ip6: formatIp6(bytes, un) } };
}

const WIDE: readonly string[] = ["é", "ß", "Ж", "漢", "€", "😀"];

/** At most `maxBytes` bytes of UTF-8, no NUL among them. */
export function randomString(maxBytes: number, multibyte: boolean, dice: Dice): string {
  const wanted = dice.chance(0.3) ? dice.pick([0, maxBytes]) : dice.below(maxBytes + 1);
  let text = "";
  for (let left = wanted; left > 0; ) {
    const wide = multibyte && dice.chance(0.2) ? dice.pick(WIDE) : "";
    const size = Buffer.byteLength(wide);
    const fits = size > 0 && size <= left;
    text += fits ? wide : String.fromCharCode(0x20 + dice.below(95));
    left -= fits ? size : 1;
  }
  return text;
}
