import type { Fields } from "../../codec/index.ts";
import type { Handler } from "../handler.ts";
import { flag, ipText, list, num, text } from "./input.ts";
import type { Interface, InterfaceObserver, Interfaces } from "./interfaces.ts";
import { Pool } from "./pool.ts";
import { masked, prefixOf, sameBytes } from "./prefix.ts";
import { NONE, RETVAL } from "./retval.ts";

interface Acl {
  readonly acl_index: number;
  tag: string;
  r: readonly Fields[];
}

type Direction = "input" | "output";

/** Access lists, and the interfaces they are applied to (plugins/acl/acl.c). */
export class Acls implements InterfaceObserver {
  readonly #interfaces: Interfaces;
  readonly #pool = new Pool<Acl>();
  readonly #applied: Readonly<Record<Direction, Map<number, readonly number[]>>> = {
    input: new Map(),
    output: new Map(),
  };

  constructor(interfaces: Interfaces) {
    this.#interfaces = interfaces;
    interfaces.observers.push(this);
  }

  changed(): void {}

  removed({ sw_if_index }: Interface): void {
    this.#applied.input.delete(sw_if_index);
    this.#applied.output.delete(sw_if_index);
  }

  #of(direction: Direction, swIfIndex: number): readonly number[] {
    return this.#applied[direction].get(swIfIndex) ?? [];
  }

  #isUsed(direction: Direction, acl: number): boolean {
    return [...this.#applied[direction].values()].some((acls) => acls.includes(acl));
  }

  /** Returns the retval. */
  #apply(direction: Direction, swIfIndex: number, acls: readonly number[]): number {
    if (acls.some((acl) => this.#pool.get(acl) === undefined)) return RETVAL.NO_SUCH_ENTRY;
    if (new Set(acls).size < acls.length) return RETVAL.ENTRY_ALREADY_EXISTS;
    this.#applied[direction].set(swIfIndex, acls);
    return 0;
  }

  #addDel(request: Fields): number {
    const swIfIndex = num(request, "sw_if_index");
    if (this.#interfaces.get(swIfIndex) === undefined) return RETVAL.INVALID_SW_IF_INDEX;
    const direction = flag(request, "is_input") ? "input" : "output";
    const acl = num(request, "acl_index");
    const now = this.#of(direction, swIfIndex);
    if (!flag(request, "is_add")) {
      if (!now.includes(acl)) return RETVAL.NO_SUCH_ENTRY;
      return this.#apply(
        direction,
        swIfIndex,
        now.filter((other) => other !== acl),
      );
    }
    if (now.includes(acl))
      return direction === "input" ? RETVAL.ACL_IN_USE_INBOUND : RETVAL.ACL_IN_USE_OUTBOUND;
    return this.#apply(direction, swIfIndex, [...now, acl]);
  }

  #setList(request: Fields): number {
    const swIfIndex = num(request, "sw_if_index");
    if (this.#interfaces.get(swIfIndex) === undefined) return RETVAL.INVALID_SW_IF_INDEX;
    const acls = list<number>(request, "acls");
    if (acls.some((acl) => this.#pool.get(acl) === undefined)) return RETVAL.NO_SUCH_ENTRY;
    const inputs = num(request, "n_input");
    const bad =
      this.#apply("output", swIfIndex, acls.slice(inputs)) ||
      this.#apply("input", swIfIndex, acls.slice(0, inputs));
    // VPP 26.06 makes a C truth value of the error here, so what arrives is 1.
    return bad === 0 ? 0 : 1;
  }

  #addReplace(request: Fields): { retval: number; acl_index: number } {
    const acl_index = num(request, "acl_index");
    const r = list<Fields>(request, "r");
    const retval = r.map(ruleError).find((error) => error !== 0) ?? 0;
    if (retval !== 0) return { retval, acl_index };
    const tag = text(request, "tag");
    if (acl_index === NONE)
      return { retval: 0, acl_index: this.#pool.add((index) => ({ acl_index: index, tag, r })).acl_index };
    const acl = this.#pool.get(acl_index);
    if (acl === undefined) return { retval: RETVAL.NO_SUCH_ENTRY, acl_index };
    acl.tag = tag;
    acl.r = r;
    return { retval: 0, acl_index };
  }

  #delete(acl: number): number {
    if (this.#pool.get(acl) === undefined) return RETVAL.NO_SUCH_ENTRY;
    if (this.#isUsed("input", acl)) return RETVAL.ACL_IN_USE_INBOUND;
    if (this.#isUsed("output", acl)) return RETVAL.ACL_IN_USE_OUTBOUND;
    this.#pool.delete(acl);
    return 0;
  }

  handlers(): Record<string, Handler> {
    return {
      acl_plugin_get_version: () => ({ major: 1, minor: 4 }),
      acl_add_replace: (request) => this.#addReplace(request),
      acl_del: (request) => ({ retval: this.#delete(num(request, "acl_index")) }),
      acl_dump: (request) => {
        const wanted = num(request, "acl_index");
        return [...this.#pool]
          .filter((acl) => wanted === NONE || acl.acl_index === wanted)
          .map((acl) => ({ ...acl }));
      },
      acl_interface_add_del: (request) => ({ retval: this.#addDel(request) }),
      acl_interface_set_acl_list: (request) => ({ retval: this.#setList(request) }),
      acl_interface_list_dump: (request) => {
        const wanted = num(request, "sw_if_index");
        return [...this.#interfaces.pool]
          .map(({ sw_if_index }) => sw_if_index)
          .filter((index) => wanted === NONE || index === wanted)
          .map((sw_if_index) => {
            const input = this.#of("input", sw_if_index);
            return {
              sw_if_index,
              n_input: input.length,
              acls: [...input, ...this.#of("output", sw_if_index)],
            };
          });
      },
    };
  }
}

/** What VPP has against a rule: 0, or its retval. */
function ruleError(rule: Fields): number {
  const [from, to] = [prefixOf(ipText(rule, "src_prefix")), prefixOf(ipText(rule, "dst_prefix"))];
  const isBad = ({ bytes, length }: typeof from) =>
    length > bytes.length * 8 || !sameBytes(bytes, masked(bytes, length));
  if (isBad(from)) return RETVAL.INVALID_SRC_ADDRESS;
  if (isBad(to)) return RETVAL.INVALID_DST_ADDRESS;
  if (from.isIp6 !== to.isIp6) return RETVAL.INVALID_SRC_ADDRESS;
  const isBackward = (name: string) => num(rule, `${name}_first`) > num(rule, `${name}_last`);
  return isBackward("srcport_or_icmptype") || isBackward("dstport_or_icmpcode") ? RETVAL.INVALID_VALUE_2 : 0;
}
