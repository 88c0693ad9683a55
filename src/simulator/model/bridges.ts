import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import { flag, num, text } from "./input.ts";
import type { Interface, InterfaceObserver, Interfaces } from "./interfaces.ts";
import { l2FibHandlers, type MacEntry } from "./l2-fib.ts";
import type { Host } from "./model.ts";
import { NONE, RETVAL } from "./retval.ts";

const MAX_ID = (1 << 24) - 1;
const PORT_BVI = 1;
const PORT_UU_FWD = 2;
/** Members of bd_flags, and the bits they have in VPP's feature bitmap (vnet/l2/l2_input.h). */
const FEATURES = {
  learn: [1, 9],
  forward: [2, 7],
  flood: [4, 2],
  uu_flood: [8, 5],
  arp_term: [16, 4],
  arp_ufwd: [32, 3],
} as const;
type Feature = keyof typeof FEATURES;
const NAMES = Object.keys(FEATURES) as Feature[];
const UU_FWD_BIT = 6;

export interface Bridge {
  readonly id: number;
  readonly features: Record<Feature, boolean>;
  macAge: number;
  tag: string;
  bvi: number;
  uuFwd: number;
  /** Split-horizon groups by interface. */
  members: Map<number, number>;
  readonly macs: Map<string, MacEntry>;
}

/** Bridge domains. Domain 0 is where interfaces go that have left L2: it is there, never shown, never changed. */
export class Bridges implements InterfaceObserver {
  readonly interfaces: Interfaces;
  readonly all: Map<number, Bridge> = new Map();

  constructor(interfaces: Interfaces) {
    this.interfaces = interfaces;
    this.#create(0);
    interfaces.observers.push(this);
  }

  changed(): void {}

  removed(itf: Interface): void {
    this.#leave(itf.sw_if_index);
  }

  /** The domain an interface is bridged in. */
  of(swIfIndex: number): Bridge | undefined {
    return [...this.all.values()].find(
      (bridge) => bridge.members.has(swIfIndex) || bridge.uuFwd === swIfIndex,
    );
  }

  /** As an interface makes one that is put in it. */
  #create(id: number): Bridge {
    const features = {
      learn: true,
      forward: true,
      flood: true,
      uu_flood: true,
      arp_term: false,
      arp_ufwd: false,
    };
    const bridge = {
      id,
      features,
      macAge: 0,
      tag: "",
      bvi: NONE,
      uuFwd: NONE,
      members: new Map(),
      macs: new Map(),
    };
    this.all.set(id, bridge);
    return bridge;
  }

  #add(id: number, request: Fields): number {
    if (this.all.has(id)) return RETVAL.BD_ALREADY_EXISTS;
    if (id > MAX_ID) return RETVAL.BD_ID_EXCEED_MAX;
    const bridge = this.#create(id);
    for (const name of NAMES) bridge.features[name] = flag(request, name);
    bridge.macAge = num(request, "mac_age");
    bridge.tag = text(request, "bd_tag");
    return 0;
  }

  #delete(id: number): number {
    const bridge = this.all.get(id);
    if (bridge === undefined) return RETVAL.NO_SUCH_ENTRY;
    if (id === 0) return RETVAL.BD_NOT_MODIFIABLE;
    if (bridge.members.size > 0) return RETVAL.BD_IN_USE;
    this.all.delete(id);
    return 0;
  }

  #leave(swIfIndex: number): void {
    const bridge = this.of(swIfIndex);
    if (bridge === undefined) return;
    bridge.members.delete(swIfIndex);
    if (bridge.uuFwd === swIfIndex) bridge.uuFwd = NONE;
    if (bridge.bvi !== swIfIndex) return;
    bridge.bvi = NONE;
    const mac = this.interfaces.get(swIfIndex)?.mac;
    if (mac !== undefined) bridge.macs.delete(mac);
  }

  #join(itf: Interface, id: number, port: number, group: number): number {
    const swIfIndex = itf.sw_if_index;
    this.#leave(swIfIndex);
    const bridge = this.all.get(id) ?? this.#create(id);
    if (port === PORT_UU_FWD) {
      bridge.uuFwd = swIfIndex;
      return 0;
    }
    if (port === PORT_BVI) {
      if (bridge.bvi !== NONE) return RETVAL.BD_ALREADY_HAS_BVI;
      bridge.bvi = swIfIndex;
      const { mac } = itf;
      bridge.macs.set(mac, {
        mac,
        sw_if_index: swIfIndex,
        static_mac: true,
        filter_mac: false,
        bvi_mac: true,
      });
    }
    const members = [...bridge.members];
    members.push([swIfIndex, group]);
    // VPP keeps the BVI in front: it changes places with the first.
    if (port === PORT_BVI) [members[0], members[members.length - 1]] = [members.at(-1)!, members[0]!];
    bridge.members = new Map(members);
    return 0;
  }

  #details(bridge: Bridge): Fields {
    return {
      bd_id: bridge.id,
      ...bridge.features,
      mac_age: bridge.macAge,
      bd_tag: bridge.tag,
      bvi_sw_if_index: bridge.bvi,
      uu_fwd_sw_if_index: bridge.uuFwd,
      sw_if_details: [...bridge.members].map(([sw_if_index, shg]) => ({ context: 0, sw_if_index, shg })),
    };
  }

  #bitmap(bridge: Bridge): number {
    let bits = bridge.uuFwd === NONE ? NONE & ~(1 << UU_FWD_BIT) : NONE;
    for (const name of NAMES) if (!bridge.features[name]) bits &= ~(1 << FEATURES[name][1]);
    return bits >>> 0;
  }

  handlers(host: Host): Record<string, Handler> {
    const unused = () => {
      let id: number;
      do id = 1 + Math.floor(host.random() * MAX_ID);
      while (this.all.has(id));
      return id;
    };
    return {
      ...l2FibHandlers(this),
      bridge_domain_add_del: (request) => {
        const id = num(request, "bd_id");
        return { retval: flag(request, "is_add") ? this.#add(id, request) : this.#delete(id) };
      },
      bridge_domain_add_del_v2: (request) => {
        const wanted = num(request, "bd_id");
        const isAdd = flag(request, "is_add");
        const bd_id = isAdd && wanted === NONE ? unused() : wanted;
        return { retval: isAdd ? this.#add(bd_id, request) : this.#delete(bd_id), bd_id };
      },
      bridge_domain_dump: (request) => {
        const id = num(request, "bd_id");
        // A filter by interface isn't implemented in VPP either: it gives nothing.
        if (num(request, "sw_if_index") !== NONE || id === 0) return [];
        const wanted = [...this.all.values()].filter((b) => b.id !== 0 && (id === NONE || b.id === id));
        return wanted.map((bridge) => this.#details(bridge));
      },
      bridge_flags: (request) => {
        const id = num(request, "bd_id");
        const bridge = this.all.get(id);
        if (id === 0) return { retval: RETVAL.BD_NOT_MODIFIABLE };
        if (bridge === undefined) return { retval: RETVAL.NO_SUCH_ENTRY };
        for (const name of NAMES) {
          if ((num(request, "flags") & FEATURES[name][0]) !== 0)
            bridge.features[name] = flag(request, "is_set");
        }
        return { retval: 0, resulting_feature_bitmap: this.#bitmap(bridge) };
      },
      sw_interface_set_l2_bridge: (request) => {
        const itf = this.interfaces.get(num(request, "rx_sw_if_index"));
        if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        if (!flag(request, "enable")) {
          this.#leave(itf.sw_if_index);
          return { retval: 0 };
        }
        const id = num(request, "bd_id");
        if (id > MAX_ID) return { retval: RETVAL.BD_ID_EXCEED_MAX };
        return { retval: this.#join(itf, id, num(request, "port_type"), num(request, "shg")) };
      },
    };
  }
}
