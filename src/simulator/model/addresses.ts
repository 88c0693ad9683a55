import type { Handler } from "../handler.ts";
import { type Fib, type Route, SOURCE, type Table } from "./fib.ts";
import { flag, ipText, num } from "./input.ts";
import type { Interface, InterfaceObserver, Interfaces } from "./interfaces.ts";
import { ownPath, TYPE_DROP, TYPE_LOCAL, TYPE_NORMAL } from "./paths.ts";
import { filled, masked, overlaps, type Prefix, prefixOf, sameBytes } from "./prefix.ts";
import { RETVAL } from "./retval.ts";

interface Address extends Prefix {
  readonly text: string;
}

/** Addresses of interfaces, and the routes that come with them while an interface is up. */
export class Addresses implements InterfaceObserver {
  readonly #interfaces: Interfaces;
  readonly #fib: Fib;
  readonly #addresses = new Map<Interface, Address[]>();
  readonly #linkLocal = new Map<Interface, string>();
  /** How to take back the routes of an interface. */
  readonly #routes = new Map<Interface, (() => void)[]>();

  constructor(interfaces: Interfaces, fib: Fib) {
    this.#interfaces = interfaces;
    this.#fib = fib;
    interfaces.observers.push(this);
  }

  of(itf: Interface, isIp6: boolean): Address[] {
    return (this.#addresses.get(itf) ?? []).filter((address) => address.isIp6 === isIp6);
  }

  changed(itf: Interface): void {
    for (const undo of this.#routes.get(itf) ?? []) undo();
    const undo: (() => void)[] = [];
    this.#routes.set(itf, undo);
    if (!itf.up) return;
    for (const address of this.#addresses.get(itf) ?? []) this.#addRoutes(itf, address, undo);
  }

  removed(itf: Interface): void {
    this.#addresses.delete(itf);
    this.#linkLocal.delete(itf);
    this.changed(itf);
    this.#routes.delete(itf);
  }

  /** As ip4_add_interface_routes and its IPv6 sister: the subnet, the address, what nobody may be called. */
  #addRoutes(itf: Interface, { isIp6, bytes, length }: Address, undo: (() => void)[]): void {
    const table = this.#fib.table(isIp6, itf.tables[isIp6 ? 1 : 0]);
    if (table === undefined) return;
    const all = bytes.length * 8;
    const index = itf.sw_if_index;
    if (length < all) {
      const attached = ownPath(isIp6, TYPE_NORMAL, index);
      const route = this.#add(table, bytes, length, attached, undo);
      // VPP 26.06 shows the subnet of an IPv4 address with the address's own bits in it.
      if (!isIp6 && route !== undefined) route.shown = bytes;
    }
    if (!isIp6 && length <= 30) {
      const drop = ownPath(false, TYPE_DROP);
      this.#add(table, masked(bytes, length), all, drop, undo);
      this.#add(table, filled(bytes, length), all, drop, undo);
    } else if (!isIp6 && length === 31) {
      const other = Uint8Array.from(bytes, (byte, i) => (i === 3 ? byte ^ 1 : byte));
      this.#add(table, other, all, ownPath(false, TYPE_NORMAL, index, other), undo);
    }
    this.#add(table, bytes, all, ownPath(isIp6, TYPE_LOCAL, index, bytes), undo);
  }

  /** Undefined where an earlier address of the interface has brought the same route. */
  #add(
    table: Table,
    bytes: Uint8Array,
    length: number,
    paths: ReturnType<typeof ownPath>,
    undo: (() => void)[],
  ): Route | undefined {
    const key = table.key(bytes, length);
    if (this.#fib.said(table, key, length, SOURCE.interface) !== undefined) return undefined;
    undo.push(() => this.#fib.unset(table, key, length, SOURCE.interface));
    return this.#fib.set(table, key, length, SOURCE.interface, paths);
  }

  /** Returns the retval (vnet/ip/ip4_forward.c, ip6_forward.c, ip_interface.c). */
  #change(itf: Interface, prefix: Prefix, shown: string, isAdd: boolean): number {
    if (itf.deviceType === "local") return RETVAL.UNSUPPORTED;
    const { isIp6, bytes, length } = prefix;
    if (isIp6 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80)
      return this.#changeLinkLocal(itf, prefix, shown, isAdd);
    const mine = this.#addresses.get(itf) ?? [];
    const same = mine.find((other) => other.length === length && sameBytes(other.bytes, bytes));
    if (!isAdd) {
      if (same === undefined) return RETVAL.ADDRESS_NOT_FOUND_FOR_INTERFACE;
      mine.splice(mine.indexOf(same), 1);
    } else {
      for (const [other, addresses] of this.#addresses) {
        if (other.tables[isIp6 ? 1 : 0] !== itf.tables[isIp6 ? 1 : 0]) continue;
        for (const address of addresses) {
          if (!overlaps(address, prefix)) continue;
          if (other === itf && address.length === length && !sameBytes(address.bytes, bytes)) continue;
          return isIp6 ? RETVAL.DUPLICATE_IF_ADDRESS : RETVAL.ADDRESS_IN_USE;
        }
      }
      if (length === 0 || length > bytes.length * 8) return RETVAL.ADDRESS_LENGTH_MISMATCH;
      mine.push({ ...prefix, text: shown });
      this.#addresses.set(itf, mine);
    }
    this.changed(itf);
    return 0;
  }

  #changeLinkLocal(itf: Interface, { length }: Prefix, shown: string, isAdd: boolean): number {
    if (length !== 128) return RETVAL.ADDRESS_LENGTH_MISMATCH;
    if (isAdd) this.#linkLocal.set(itf, shown);
    else if (this.#linkLocal.get(itf) === shown) return RETVAL.ADDRESS_NOT_DELETABLE;
    else return RETVAL.ADDRESS_NOT_FOUND_FOR_INTERFACE;
    return 0;
  }

  handlers(): Record<string, Handler> {
    const find = (request: Parameters<Handler>[0]) => this.#interfaces.get(num(request, "sw_if_index"));
    return {
      sw_interface_add_del_address: (request) => {
        const itf = find(request);
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        if (flag(request, "del_all")) {
          this.#addresses.delete(itf);
          this.changed(itf);
          return { retval: 0 };
        }
        const shown = ipText(request, "prefix");
        return { retval: this.#change(itf, prefixOf(shown), shown, flag(request, "is_add")) };
      },
      ip_address_dump: (request) => {
        const itf = find(request);
        if (itf === undefined) return [];
        return this.of(itf, flag(request, "is_ipv6")).map(({ text: prefix }) => ({
          sw_if_index: itf.sw_if_index,
          prefix,
        }));
      },
      ip_dump: (request) =>
        [...this.#interfaces.pool].map(({ sw_if_index }) => ({
          sw_if_index,
          is_ipv6: flag(request, "is_ipv6"),
        })),
      sw_interface_set_table: (request) => {
        const itf = find(request);
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        const isIp6 = flag(request, "is_ipv6");
        const id = num(request, "vrf_id");
        if (this.#fib.table(isIp6, id) === undefined) return { retval: RETVAL.NO_SUCH_FIB };
        if (this.of(itf, isIp6).length > 0) return { retval: RETVAL.ADDRESS_FOUND_FOR_INTERFACE };
        itf.tables[isIp6 ? 1 : 0] = id;
        return { retval: 0 };
      },
      sw_interface_get_table: (request) => {
        const itf = find(request);
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX, vrf_id: 0xffff_ffff };
        return { retval: 0, vrf_id: itf.tables[flag(request, "is_ipv6") ? 1 : 0] };
      },
      sw_interface_ip6_enable_disable: (request) => ({
        retval: find(request) === undefined ? RETVAL.INVALID_SW_IF_INDEX : 0,
      }),
    };
  }
}
