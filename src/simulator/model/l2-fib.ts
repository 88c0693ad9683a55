import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import type { Bridges } from "./bridges.ts";
import { flag, num, text } from "./input.ts";
import { NONE, RETVAL } from "./retval.ts";

export interface MacEntry {
  readonly mac: string;
  readonly sw_if_index: number;
  readonly static_mac: boolean;
  readonly filter_mac: boolean;
  readonly bvi_mac: boolean;
}

/** The MAC tables of bridge domains (vnet/l2/l2_api.c, l2_fib.c). */
export function l2FibHandlers(bridges: Bridges): Record<string, Handler> {
  const { all, interfaces } = bridges;
  const entry = (request: Fields): MacEntry | undefined => {
    const mac = text(request, "mac");
    if (flag(request, "filter_mac")) {
      return { mac, sw_if_index: NONE, static_mac: true, filter_mac: true, bvi_mac: false };
    }
    const sw_if_index = num(request, "sw_if_index");
    if (interfaces.get(sw_if_index) === undefined || bridges.of(sw_if_index) === undefined) return undefined;
    const [static_mac, bvi_mac] = [flag(request, "static_mac"), flag(request, "bvi_mac")];
    return { mac, sw_if_index, static_mac, filter_mac: false, bvi_mac };
  };
  // Flushing marks what was learnt as old; a scanner that the model has none of removes it. Set entries stay.
  const flushed = (isKnown: boolean, retval: number) => ({ retval: isKnown ? 0 : retval });
  return {
    l2fib_add_del: (request) => {
      const macs = all.get(num(request, "bd_id"))?.macs;
      if (macs === undefined) return { retval: RETVAL.NO_SUCH_ENTRY };
      const mac = text(request, "mac");
      if (flag(request, "is_add")) {
        const made = entry(request);
        if (made === undefined) return { retval: RETVAL.INVALID_SW_IF_INDEX };
        macs.set(mac, made);
        return { retval: 0 };
      }
      const known = macs.get(mac);
      if (known === undefined || known.sw_if_index !== num(request, "sw_if_index")) {
        return { retval: RETVAL.NO_SUCH_ENTRY };
      }
      macs.delete(mac);
      return { retval: 0 };
    },
    l2_fib_table_dump: (request) => {
      const id = num(request, "bd_id");
      return [...all.values()]
        .filter((bridge) => id === NONE || bridge.id === id)
        .flatMap((bridge) => [...bridge.macs.values()].map((mac) => ({ bd_id: bridge.id, ...mac })));
    },
    l2fib_flush_all: () => ({ retval: 0 }),
    l2fib_flush_bd: (request) => flushed(all.has(num(request, "bd_id")), RETVAL.NO_SUCH_ENTRY),
    l2fib_flush_int: (request) =>
      flushed(interfaces.get(num(request, "sw_if_index")) !== undefined, RETVAL.INVALID_SW_IF_INDEX),
  };
}
