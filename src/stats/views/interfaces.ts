import type { PacketsBytes, StatsSnapshot, U64 } from "../types.ts";

/** VPP's counters of every interface (vnet/interface.h), with `_` for `-`; summed over threads. */
export interface InterfaceStats {
  readonly sw_if_index: number;
  readonly name: string;
  /** For a sub-interface: the interface it belongs to, and its id. */
  readonly parent: { readonly name: string; readonly sub_id: number } | null;
  readonly rx: PacketsBytes;
  readonly rx_unicast: PacketsBytes;
  readonly rx_multicast: PacketsBytes;
  readonly rx_broadcast: PacketsBytes;
  readonly tx: PacketsBytes;
  readonly tx_unicast: PacketsBytes;
  readonly tx_multicast: PacketsBytes;
  readonly tx_broadcast: PacketsBytes;
  readonly drops: U64;
  readonly punt: U64;
  readonly ip4: U64;
  readonly ip6: U64;
  readonly rx_no_buf: U64;
  readonly rx_miss: U64;
  readonly rx_error: U64;
  readonly tx_error: U64;
  readonly mpls: U64;
}

const NAMES = "/if/names";
const COMBINED = [
  "rx",
  "rx-unicast",
  "rx-multicast",
  "rx-broadcast",
  "tx",
  "tx-unicast",
  "tx-multicast",
  "tx-broadcast",
];
const SIMPLE = ["drops", "punt", "ip4", "ip6", "rx-no-buf", "rx-miss", "rx-error", "tx-error", "mpls"];
export const INTERFACE_ENTRIES: readonly string[] = [
  NAMES,
  ...[...COMBINED, ...SIMPLE].map((name) => `/if/${name}`),
];

/** What VPP renames an interface to when it goes (vnet/interface/stats.c). */
const DELETED = "deleted";

export function interfacesOf(snapshot: StatsSnapshot): InterfaceStats[] {
  const names = snapshot.get(NAMES);
  if (names?.kind !== "names") return [];
  const known = new Set(names.values);
  const combined = (entry: string, index: number): PacketsBytes => {
    const value = snapshot.get(`/if/${entry}`);
    return value?.kind === "combined" ? value.sum(index) : { packets: 0, bytes: 0 };
  };
  const simple = (entry: string, index: number): U64 => {
    const value = snapshot.get(`/if/${entry}`);
    return value?.kind === "simple" ? value.sum(index) : 0;
  };
  return names.values.flatMap((name, i) => {
    if (name === null || name === DELETED) return [];
    return {
      sw_if_index: i,
      name,
      parent: parentOf(name, known),
      rx: combined("rx", i),
      rx_unicast: combined("rx-unicast", i),
      rx_multicast: combined("rx-multicast", i),
      rx_broadcast: combined("rx-broadcast", i),
      tx: combined("tx", i),
      tx_unicast: combined("tx-unicast", i),
      tx_multicast: combined("tx-multicast", i),
      tx_broadcast: combined("tx-broadcast", i),
      drops: simple("drops", i),
      punt: simple("punt", i),
      ip4: simple("ip4", i),
      ip6: simple("ip6", i),
      rx_no_buf: simple("rx-no-buf", i),
      rx_miss: simple("rx-miss", i),
      rx_error: simple("rx-error", i),
      tx_error: simple("tx-error", i),
      mpls: simple("mpls", i),
    };
  });
}

/** VPP calls a sub-interface `<interface>.<id>`. */
function parentOf(name: string, known: ReadonlySet<string | null>): InterfaceStats["parent"] {
  const match = /^(.+)\.(\d+)$/.exec(name);
  if (match === null || !known.has(match[1]!)) return null;
  return { name: match[1]!, sub_id: Number(match[2]) };
}
