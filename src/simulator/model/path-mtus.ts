import type { Fields } from "../../codec/index.ts";
import type { GetAnswer, Handler } from "../handler.ts";
import type { Fib } from "./fib.ts";
import { ipText, num, record } from "./input.ts";
import { Pool } from "./pool.ts";
import { NONE, RETVAL } from "./retval.ts";

interface PathMtu {
  readonly index: number;
  readonly table_id: number;
  readonly nh: string;
  path_mtu: number;
  isStale: boolean;
}

/** Path MTUs (vnet/ip/ip_path_mtu.c), and with them the one exchange that goes on from a cursor. */
export class PathMtus {
  readonly #fib: Fib;
  readonly #batch: number;
  readonly #pool = new Pool<PathMtu>();
  readonly #byKey = new Map<string, PathMtu>();

  constructor(fib: Fib, batch: number) {
    this.#fib = fib;
    this.#batch = batch;
  }

  #update(pmtu: Fields): number {
    const [table_id, nh, path_mtu] = [num(pmtu, "table_id"), ipText(pmtu, "nh"), num(pmtu, "path_mtu")];
    if (this.#fib.table(nh.includes(":"), table_id) === undefined) return RETVAL.NO_SUCH_TABLE;
    const key = `${table_id} ${nh}`;
    const known = this.#byKey.get(key);
    if (path_mtu === 0 || path_mtu === 0xffff) {
      if (known !== undefined) this.#delete(known);
    } else if (known !== undefined) {
      known.path_mtu = path_mtu;
      known.isStale = false;
    } else {
      this.#byKey.set(
        key,
        this.#pool.add((index) => ({ index, table_id, nh, path_mtu, isStale: false })),
      );
    }
    return 0;
  }

  #delete(entry: PathMtu): void {
    this.#pool.delete(entry.index);
    this.#byKey.delete(`${entry.table_id} ${entry.nh}`);
  }

  /** As REPLY_AND_DETAILS_MACRO (vlibapi/api_helper_macros.h): ~0 starts, EAGAIN says where to go on. */
  #get(cursor: number): GetAnswer {
    const all = [...this.#pool];
    if (all.length === 0) return { details: [], reply: { retval: 0, cursor } };
    if (cursor !== NONE && cursor >= this.#pool.end) {
      return { details: [], reply: { retval: RETVAL.INVALID_VALUE, cursor: NONE } };
    }
    const left = cursor === NONE ? all : all.filter((entry) => entry.index >= cursor);
    const details = left.slice(0, this.#batch).map(({ table_id, nh, path_mtu }) => ({
      pmtu: { client_index: 0, context: 0, table_id, nh, path_mtu },
    }));
    const next = left[this.#batch];
    const reply =
      next === undefined ? { retval: 0, cursor: NONE } : { retval: RETVAL.EAGAIN, cursor: next.index };
    return { details, reply };
  }

  handlers(): Record<string, Handler> {
    return {
      ip_path_mtu_update: (request) => ({ retval: this.#update(record(request, "pmtu")) }),
      ip_path_mtu_get: (request) => this.#get(num(request, "cursor")),
      ip_path_mtu_replace_begin: () => {
        for (const entry of this.#pool) entry.isStale = true;
        return { retval: 0 };
      },
      ip_path_mtu_replace_end: () => {
        for (const entry of [...this.#pool]) if (entry.isStale) this.#delete(entry);
        return { retval: 0 };
      },
    };
  }
}
