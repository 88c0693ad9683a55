import type { Handler } from "../handler.ts";
import { num } from "./input.ts";
import type { Interface, Interfaces, SubInterface } from "./interfaces.ts";
import { NONE, RETVAL } from "./retval.ts";

/** Members of sub_if_flags. */
const NO_TAGS = 1;
const ONE_TAG = 2;
const TWO_TAGS = 4;
const EXACT_MATCH = 16;
const DEFAULT = 32;
/** Those that a definition of what to match must have one of. */
const MATCHING = NO_TAGS | ONE_TAG | TWO_TAGS | DEFAULT;
const MAX_VLAN = 4095;

/** VLANs and other parts of interfaces (vnet/interface_api.c, vnet/ethernet/interface.c). */
export function subInterfaceHandlers(interfaces: Interfaces): Record<string, Handler> {
  const parts = (parent: Interface) =>
    [...interfaces.pool].filter((itf) => itf.sub !== null && itf.sup === parent.sw_if_index);
  const failed = (retval: number, sw_if_index: number = NONE) => ({ retval, sw_if_index });
  const create = (parent: Interface, sub: SubInterface) => {
    if (parts(parent).some((part) => part.sub?.id === sub.id)) return failed(RETVAL.VLAN_ALREADY_EXISTS);
    const isEthernet = parent.deviceType === "Loopback" && parent.sub === null;
    const taken = parts(parent).some(
      ({ sub: other }) =>
        other?.outer === sub.outer && other.inner === sub.inner && (other.flags & 63) === (sub.flags & 63),
    );
    // VPP has numbered the interface by the time that Ethernet refuses it, and says the number.
    if (isEthernet && ((sub.flags & MATCHING) === 0 || taken))
      return failed(RETVAL.UNSPECIFIED, interfaces.pool.next);
    return { retval: 0, sw_if_index: interfaces.createSub(parent, sub).sw_if_index };
  };
  return {
    create_vlan_subif: (request) => {
      const itf = interfaces.get(num(request, "sw_if_index"));
      if (itf === undefined) return failed(RETVAL.INVALID_SW_IF_INDEX);
      const id = num(request, "vlan_id");
      if (id === 0 || id > MAX_VLAN) return failed(RETVAL.INVALID_VLAN);
      const parent = itf.sub === null ? itf : (interfaces.get(itf.sup) ?? itf);
      return create(parent, { id, flags: ONE_TAG | EXACT_MATCH, outer: id, inner: 0 });
    },
    create_subif: (request) => {
      const parent = interfaces.get(num(request, "sw_if_index"));
      if (parent === undefined) return failed(RETVAL.INVALID_SW_IF_INDEX);
      return create(parent, {
        id: num(request, "sub_id"),
        flags: num(request, "sub_if_flags"),
        outer: num(request, "outer_vlan_id"),
        inner: num(request, "inner_vlan_id"),
      });
    },
    delete_subif: (request) => {
      const itf = interfaces.get(num(request, "sw_if_index"));
      if (itf === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
      if (itf.sub === null) return { retval: RETVAL.INVALID_SUB_SW_IF_INDEX };
      interfaces.delete(itf);
      return { retval: 0 };
    },
  };
}
