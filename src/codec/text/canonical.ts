import type { TextForm } from "../text-form.ts";
import { formatAddress, parseAddress } from "./address.ts";
import { formatIp4, parseIp4 } from "./ip4.ts";
import { formatIp6, parseIp6 } from "./ip6.ts";
import { formatMac, parseMac } from "./mac.ts";
import {
  formatIp4Prefix,
  formatIp6Prefix,
  formatPrefix,
  parseIp4Prefix,
  parseIp6Prefix,
  parsePrefix,
} from "./prefix.ts";

/** Where texts are read to, to be written again. */
const room = new Uint8Array(16);

/** The text as decoding would give it (`2001:DB8::` → `2001:db8::`); undefined when it is no text of this form. */
export function canonicalText(form: TextForm, text: string): string | undefined {
  switch (form) {
    case "ip4_address":
      return parseIp4(text, 0, text.length, room, 0) ? formatIp4(room, 0) : undefined;
    case "ip6_address":
      return parseIp6(text, 0, text.length, room, 0) ? formatIp6(room, 0) : undefined;
    case "mac_address":
      return parseMac(text, room, 0) ? formatMac(room, 0) : undefined;
    case "address":
      return formatAddress(parseAddress(text, room, 0), room, 0);
    case "ip4_prefix": {
      const len = parseIp4Prefix(text, room, 0);
      return len < 0 ? undefined : formatIp4Prefix(room, 0, len);
    }
    case "ip6_prefix": {
      const len = parseIp6Prefix(text, room, 0);
      return len < 0 ? undefined : formatIp6Prefix(room, 0, len);
    }
    case "prefix": {
      const found = parsePrefix(text, room, 0);
      return found < 0 ? undefined : formatPrefix(found >> 8, room, 0, found & 0xff);
    }
  }
}
