import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import { type Fib, SOURCE } from "./fib.ts";
import { flag, ipText, num, record } from "./input.ts";
import type { Interface, InterfaceObserver, Interfaces } from "./interfaces.ts";
import { ownPath, type PathList, TYPE_NORMAL, withPaths } from "./paths.ts";
import { prefixOf } from "./prefix.ts";
import { NONE, RETVAL } from "./retval.ts";

const STATIC = 1;
const NO_FIB_ENTRY = 2;
/** What VPP answers where a dynamic entry would replace a static one. */
const IS_STATIC = -2;

interface Neighbour {
  readonly sw_if_index: number;
  readonly ip_address: string;
  mac_address: string;
  flags: number;
  updated: number;
}

/** Entries of ARP and ND (vnet/ip-neighbor/ip_neighbor.c), and the routes they make. */
export class Neighbours implements InterfaceObserver {
  readonly #interfaces: Interfaces;
  readonly #fib: Fib;
  readonly #all = new Map<string, Neighbour>();

  constructor(interfaces: Interfaces, fib: Fib) {
    this.#interfaces = interfaces;
    this.#fib = fib;
    interfaces.observers.push(this);
  }

  /** Down, an interface forgets what it has learnt; what was set by hand stays. */
  changed(itf: Interface): void {
    if (!itf.up) this.#forget((n) => n.sw_if_index === itf.sw_if_index && (n.flags & STATIC) === 0);
  }

  removed(itf: Interface): void {
    this.#forget((n) => n.sw_if_index === itf.sw_if_index);
  }

  #forget(which: (neighbour: Neighbour) => boolean): void {
    for (const [key, neighbour] of this.#all) {
      if (!which(neighbour)) continue;
      this.#all.delete(key);
      this.#route(neighbour.ip_address, neighbour.sw_if_index);
    }
  }

  /** One route for an address, with a path for each interface that knows it. */
  #route(address: string, swIfIndex: number): void {
    const { isIp6, bytes, length } = prefixOf(address);
    const table = this.#fib.table(isIp6, this.#interfaces.get(swIfIndex)?.tables[isIp6 ? 1 : 0] ?? 0);
    if (table === undefined) return;
    const key = table.key(bytes, length);
    let paths: PathList | undefined;
    for (const { sw_if_index, ip_address, flags } of this.#all.values()) {
      if (ip_address !== address || (flags & NO_FIB_ENTRY) !== 0) continue;
      const path = ownPath(isIp6, TYPE_NORMAL, sw_if_index, bytes);
      paths = paths === undefined ? path : withPaths(paths, path);
    }
    if (paths === undefined) this.#fib.unset(table, key, length, SOURCE.adjacency);
    else this.#fib.set(table, key, length, SOURCE.adjacency, paths);
  }

  #add(sw_if_index: number, ip_address: string, mac_address: string, flags: number): number {
    const key = `${sw_if_index} ${ip_address}`;
    const known = this.#all.get(key);
    if (known === undefined) {
      this.#all.set(key, { sw_if_index, ip_address, mac_address, flags, updated: Date.now() });
      this.#route(ip_address, sw_if_index);
      return 0;
    }
    if ((flags & STATIC) === 0 && (known.flags & STATIC) !== 0 && known.mac_address !== mac_address)
      return IS_STATIC;
    known.flags |= flags & STATIC;
    known.mac_address = mac_address;
    known.updated = Date.now();
    return 0;
  }

  #remove(sw_if_index: number, ip_address: string): number {
    if (!this.#all.delete(`${sw_if_index} ${ip_address}`)) return RETVAL.NO_SUCH_ENTRY;
    this.#route(ip_address, sw_if_index);
    return 0;
  }

  *#dump(request: Fields): Generator<Fields> {
    const index = num(request, "sw_if_index");
    for (const { updated, ...neighbour } of this.#all.values()) {
      if (neighbour.ip_address.includes(":") !== (num(request, "af") === 1)) continue;
      if (index !== NONE && index !== neighbour.sw_if_index) continue;
      yield { age: (Date.now() - updated) / 1000, neighbor: neighbour };
    }
  }

  handlers(): Record<string, Handler> {
    return {
      ip_neighbor_add_del: (request) => {
        const neighbour = record(request, "neighbor");
        const index = num(neighbour, "sw_if_index");
        if (this.#interfaces.get(index) === undefined) {
          return { retval: RETVAL.INVALID_SW_IF_INDEX, stats_index: NONE };
        }
        const address = ipText(neighbour, "ip_address");
        if (!flag(request, "is_add")) return { retval: this.#remove(index, address), stats_index: NONE };
        const { mac_address, flags } = neighbour;
        return { retval: this.#add(index, address, String(mac_address), Number(flags)), stats_index: NONE };
      },
      ip_neighbor_dump: (request) => this.#dump(request),
      ip_neighbor_flush: (request) => {
        const index = num(request, "sw_if_index");
        if (index !== NONE && this.#interfaces.get(index) === undefined)
          return { retval: RETVAL.INVALID_SW_IF_INDEX };
        const isIp6 = num(request, "af") === 1;
        this.#forget(
          (n) => n.ip_address.includes(":") === isIp6 && (index === NONE || n.sw_if_index === index),
        );
        return { retval: 0 };
      },
    };
  }
}
