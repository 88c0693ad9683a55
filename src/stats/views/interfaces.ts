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

type Combined =
  | "rx"
  | "rx_unicast"
  | "rx_multicast"
  | "rx_broadcast"
  | "tx"
  | "tx_unicast"
  | "tx_multicast"
  | "tx_broadcast";
type Simple = "drops" | "punt" | "ip4" | "ip6" | "rx_no_buf" | "rx_miss" | "rx_error" | "tx_error" | "mpls";

const NAMES = "/if/names";
const COMBINED: readonly Combined[] = [
  "rx",
  "rx_unicast",
  "rx_multicast",
  "rx_broadcast",
  "tx",
  "tx_unicast",
  "tx_multicast",
  "tx_broadcast",
];
const SIMPLE: readonly Simple[] = [
  "drops",
  "punt",
  "ip4",
  "ip6",
  "rx_no_buf",
  "rx_miss",
  "rx_error",
  "tx_error",
  "mpls",
];
const entryOf = (counter: string) => `/if/${counter.replaceAll("_", "-")}`;
export const INTERFACE_ENTRIES: readonly string[] = [NAMES, ...[...COMBINED, ...SIMPLE].map(entryOf)];

/** What VPP renames an interface to when it goes (vnet/interface/stats.c). */
const DELETED = "deleted";

export function interfacesOf(snapshot: StatsSnapshot): InterfaceStats[] {
  const names = snapshot.get(NAMES);
  if (names?.kind !== "names") return [];
  const { values } = names;
  const known = new Set(values);
  const combined = readers<Combined, PacketsBytes>(COMBINED, (counter) => {
    const value = snapshot.get(entryOf(counter));
    return (index) => (value?.kind === "combined" ? value.sum(index) : { packets: 0, bytes: 0 });
  });
  const simple = readers<Simple, U64>(SIMPLE, (counter) => {
    const value = snapshot.get(entryOf(counter));
    return (index) => (value?.kind === "simple" ? value.sum(index) : 0);
  });
  const list: InterfaceStats[] = [];
  values.forEach((name, i) => {
    if (name === null || name === DELETED) return;
    list.push({
      sw_if_index: i,
      name,
      parent: parentOf(name, known),
      rx: combined.rx(i),
      rx_unicast: combined.rx_unicast(i),
      rx_multicast: combined.rx_multicast(i),
      rx_broadcast: combined.rx_broadcast(i),
      tx: combined.tx(i),
      tx_unicast: combined.tx_unicast(i),
      tx_multicast: combined.tx_multicast(i),
      tx_broadcast: combined.tx_broadcast(i),
      drops: simple.drops(i),
      punt: simple.punt(i),
      ip4: simple.ip4(i),
      ip6: simple.ip6(i),
      rx_no_buf: simple.rx_no_buf(i),
      rx_miss: simple.rx_miss(i),
      rx_error: simple.rx_error(i),
      tx_error: simple.tx_error(i),
      mpls: simple.mpls(i),
    });
  });
  return list;
}

/** The entries are looked up once, not once an interface. */
function readers<K extends string, V>(
  counters: readonly K[],
  make: (counter: K) => (index: number) => V,
): Record<K, (index: number) => V> {
  return Object.fromEntries(counters.map((counter) => [counter, make(counter)])) as Record<
    K,
    (index: number) => V
  >;
}

/** VPP calls a sub-interface `<interface>.<id>`. */
function parentOf(name: string, known: ReadonlySet<string | null>): InterfaceStats["parent"] {
  const match = /^(.+)\.(\d+)$/.exec(name);
  if (match === null || !known.has(match[1]!)) return null;
  return { name: match[1]!, sub_id: Number(match[2]) };
}
