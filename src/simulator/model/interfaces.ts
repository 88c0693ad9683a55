import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import { EVENT, type InterfaceEvents } from "./events.ts";
import { flag, list, num, text } from "./input.ts";
import { Pool } from "./pool.ts";
import { NONE, RETVAL } from "./retval.ts";
import { subInterfaceHandlers } from "./sub-interfaces.ts";

const ADMIN_UP = 1;
const LINK_UP = 2;
/** vnet/ethernet/interface.c: instances of loopbacks. */
const MAX_LOOPBACKS = 16 * 1024;
const LOOPBACK_MTU = 9000;
export const NO_MAC = "00:00:00:00:00:00";

/** What a sub-interface matches. */
export interface SubInterface {
  readonly id: number;
  readonly flags: number;
  readonly outer: number;
  readonly inner: number;
}

export interface Interface {
  readonly sw_if_index: number;
  /** The interface it is a part of; itself where it is none. */
  readonly sup: number;
  readonly name: string;
  readonly deviceType: "local" | "Loopback";
  readonly instance: number;
  readonly sub: SubInterface | null;
  up: boolean;
  mtu: number[];
  mac: string;
  tag: string;
  /** Table ids by family: IPv4, IPv6. */
  readonly tables: [number, number];
}

/** Watches for changes that others have to follow. */
export interface InterfaceObserver {
  added?(itf: Interface): void;
  /** Counters are set to zero: of one interface, of all where it is null. */
  cleared?(itf: Interface | null): void;
  changed(itf: Interface): void;
  removed(itf: Interface): void;
}

/** All interfaces. local0 is always there. */
export class Interfaces {
  readonly pool: Pool<Interface> = new Pool();
  readonly observers: InterfaceObserver[] = [];
  readonly #events: InterfaceEvents;
  readonly #instances = new Set<number>();

  constructor(events: InterfaceEvents) {
    this.#events = events;
    this.pool.add((index) => this.#make(index, index, "local0", "local", 0, null));
  }

  get(index: number): Interface | undefined {
    return this.pool.get(index);
  }

  #make(
    sw_if_index: number,
    sup: number,
    name: string,
    deviceType: Interface["deviceType"],
    instance: number,
    sub: SubInterface | null,
  ): Interface {
    const mtu = deviceType === "Loopback" && sub === null ? [LOOPBACK_MTU, 0, 0, 0] : [0, 0, 0, 0];
    return {
      sw_if_index,
      sup,
      name,
      deviceType,
      instance,
      sub,
      up: false,
      mtu,
      mac: NO_MAC,
      tag: "",
      tables: [0, 0],
    };
  }

  /** Undefined where the instance is taken or out of range. */
  createLoopback(mac: string, wanted?: number): Interface | undefined {
    let instance = wanted ?? 0;
    if (wanted === undefined) while (this.#instances.has(instance)) instance++;
    if (instance >= MAX_LOOPBACKS || this.#instances.has(instance)) return undefined;
    this.#instances.add(instance);
    const name = `loop${instance}`;
    const made = this.pool.add((index) => this.#make(index, index, name, "Loopback", instance, null));
    made.mac = mac === NO_MAC ? `de:ad:00:00:00:${(instance & 255).toString(16).padStart(2, "0")}` : mac;
    this.#added(made);
    return made;
  }

  createSub(parent: Interface, sub: SubInterface): Interface {
    // A part of a part has no hardware of its own: VPP shows local0's (seen on 26.06).
    const hardware = parent.sub === null ? parent : this.get(0)!;
    const name = `${hardware.name}.${sub.id}`;
    const made = this.pool.add((index) =>
      this.#make(index, parent.sw_if_index, name, hardware.deviceType, hardware.instance, sub),
    );
    this.#added(made);
    return made;
  }

  #added(itf: Interface): void {
    for (const observer of this.observers) observer.added?.(itf);
    this.#events.signal(itf.sw_if_index, EVENT.added);
  }

  delete(itf: Interface): void {
    for (const part of [...this.pool]) {
      if (part.sup === itf.sw_if_index && part !== itf) this.delete(part);
    }
    if (itf.sub === null) this.#instances.delete(itf.instance);
    for (const observer of this.observers) observer.removed(itf);
    this.pool.delete(itf.sw_if_index);
    this.#events.signal(itf.sw_if_index, EVENT.deleted);
  }

  /** Returns the retval. */
  setUp(itf: Interface, up: boolean): number {
    const parent = itf.sub === null ? undefined : this.get(itf.sup);
    if (parent !== undefined && up && !parent.up) return RETVAL.UNSPECIFIED;
    if (itf.up === up) return 0;
    itf.up = up;
    this.#events.signal(itf.sw_if_index, up ? EVENT.adminUp : EVENT.adminDown);
    if (itf.sub === null && itf.deviceType === "Loopback") {
      this.#events.signal(itf.sw_if_index, up ? EVENT.linkUp : EVENT.linkDown);
    }
    for (const observer of this.observers) observer.changed(itf);
    return 0;
  }

  #details(itf: Interface): Fields {
    const hardware = itf.sub === null ? itf : this.get(itf.sup);
    const isLoopback = itf.deviceType === "Loopback";
    const { id = 0, flags = 0, outer = 0, inner = 0 } = itf.sub ?? {};
    return {
      sw_if_index: itf.sw_if_index,
      sup_sw_if_index: itf.sup,
      l2_address: itf.sub === null ? itf.mac : NO_MAC,
      flags: (itf.up ? ADMIN_UP : 0) | (isLoopback && hardware?.up === true ? LINK_UP : 0),
      type: itf.sub === null ? 0 : 1,
      link_mtu: isLoopback ? LOOPBACK_MTU : 0,
      mtu: itf.mtu,
      sub_id: id,
      sub_number_of_tags: (flags & 2 ? 1 : 0) + (flags & 4 ? 2 : 0),
      sub_outer_vlan_id: outer,
      sub_inner_vlan_id: inner,
      sub_if_flags: flags,
      interface_name: itf.name,
      interface_dev_type: itf.deviceType,
      tag: itf.tag,
    };
  }

  *#dump(request: Fields): Generator<Fields> {
    const index = num(request, "sw_if_index");
    if (!flag(request, "name_filter_valid") && index !== NONE && index !== 0) {
      const itf = this.get(index);
      if (itf !== undefined) yield this.#details(itf);
      return;
    }
    const filter = flag(request, "name_filter_valid") ? text(request, "name_filter").toLowerCase() : "";
    for (const itf of this.pool) {
      if (itf.name.toLowerCase().includes(filter)) yield this.#details(itf);
    }
  }

  handlers(): Record<string, Handler> {
    /** A request about one interface, answered with -2 where there is none. */
    const about =
      (run: (itf: Interface, request: Fields) => number): Handler =>
      (request) => {
        const itf = this.get(num(request, "sw_if_index"));
        return { retval: itf === undefined ? RETVAL.INVALID_SW_IF_INDEX : run(itf, request) };
      };
    const loopback = (itf: Interface | undefined) => ({
      retval: itf === undefined ? RETVAL.INVALID_REGISTRATION : 0,
      sw_if_index: itf?.sw_if_index ?? NONE,
    });
    return {
      ...subInterfaceHandlers(this),
      sw_interface_dump: (request) => this.#dump(request),
      create_loopback: (request) => loopback(this.createLoopback(text(request, "mac_address"))),
      create_loopback_instance: (request) => {
        const wanted = flag(request, "is_specified") ? num(request, "user_instance") : undefined;
        return loopback(this.createLoopback(text(request, "mac_address"), wanted));
      },
      delete_loopback: about((itf) => {
        if (itf.deviceType !== "Loopback") return RETVAL.INVALID_SW_IF_INDEX;
        this.delete(itf.sub === null ? itf : (this.get(itf.sup) ?? itf));
        return 0;
      }),
      sw_interface_set_flags: about((itf, request) =>
        this.setUp(itf, (num(request, "flags") & ADMIN_UP) !== 0),
      ),
      sw_interface_set_mtu: about((itf, request) => {
        itf.mtu = [...list<number>(request, "mtu")];
        return 0;
      }),
      // Loopbacks have no largest frame to set, local0 is no Ethernet.
      hw_interface_set_mtu: about((itf) => {
        if (itf.sub !== null) return RETVAL.INVALID_VALUE;
        return itf.deviceType === "local" ? RETVAL.FEATURE_DISABLED : RETVAL.UNSUPPORTED;
      }),
      sw_interface_set_promisc: about((itf) =>
        itf.deviceType === "Loopback" && itf.sub === null ? RETVAL.UNSPECIFIED : RETVAL.INVALID_VALUE,
      ),
      sw_interface_set_mac_address: about((itf, request) => {
        if (itf.deviceType === "local" || itf.sub !== null) return RETVAL.UNIMPLEMENTED;
        itf.mac = text(request, "mac_address");
        return 0;
      }),
      sw_interface_get_mac_address: (request) => {
        const itf = this.get(num(request, "sw_if_index"));
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        return { retval: 0, mac_address: (this.get(itf.sup) ?? itf).mac };
      },
      sw_interface_tag_add_del: about((itf, request) => {
        const tag = flag(request, "is_add") ? text(request, "tag") : "";
        if (flag(request, "is_add") && tag === "") return RETVAL.INVALID_VALUE;
        itf.tag = tag;
        return 0;
      }),
      sw_interface_clear_stats: (request) => {
        const index = num(request, "sw_if_index");
        const itf = index === NONE ? null : this.get(index);
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        for (const observer of this.observers) observer.cleared?.(itf);
        return { retval: 0 };
      },
    };
  }
}
