export { AF_IP4, AF_IP6, formatAddress, parseAddress } from "./address.ts";
export { asciiText } from "./ascii.ts";
export { formatIp4, parseIp4 } from "./ip4.ts";
export { formatIp6, parseIp6 } from "./ip6.ts";
export { formatMac, parseMac } from "./mac.ts";
export {
  formatIp4Prefix,
  formatIp6Prefix,
  formatPrefix,
  parseIp4Prefix,
  parseIp6Prefix,
  parsePrefix,
} from "./prefix.ts";
