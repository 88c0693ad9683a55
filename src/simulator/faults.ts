/** When a fault strikes: at requests of this name (any, if none is named), so often, after so many. */
interface When {
  readonly message?: string | undefined;
  /** 0 to 1; from the simulator's seed. 1 unless told. */
  readonly probability?: number | undefined;
  /** How often at most. */
  readonly times?: number | undefined;
  /** Requests that fit and are let through first. */
  readonly after?: number | undefined;
}

export type Fault = When &
  (
    | /** The request is looked at so much later; those behind it wait, as they would for a busy VPP. */ {
        readonly kind: "delay";
        readonly ms: number | readonly [number, number];
      }
    | /** The request is never answered. */ { readonly kind: "drop" }
    | /** The link ends so many bytes into the answer; somewhere in the middle unless told. */ {
        readonly kind: "close";
        readonly at?: number;
      }
    | /** Random bytes come instead of the answer. */ { readonly kind: "garbage"; readonly bytes?: number }
    | /** From here on answers come in pieces of this many bytes, one a turn of the event loop. */ {
        readonly kind: "split";
        readonly size?: number;
      }
    | /** From here on the simulator waits so long before it reads on: what a client writes backs up. */ {
        readonly kind: "slow-reader";
        readonly ms: number;
      }
    | /** The handshake is answered with this response and no table. */ {
        readonly kind: "refuse";
        readonly response?: number;
      }
  );

/** A fault that is set. */
export interface SetFault {
  readonly fault: Fault;
  /** How often it has struck. */
  readonly struck: number;
  remove(): void;
}

/** The faults of a simulator, each drawn from its seed. */
export class Faults {
  readonly #set: { fault: Fault; struck: number; seen: number }[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  get any(): boolean {
    return this.#set.length > 0;
  }

  add(fault: Fault): SetFault {
    const set = this.#set;
    const entry = {
      fault,
      struck: 0,
      seen: 0,
      remove(): void {
        const at = set.indexOf(entry);
        if (at >= 0) set.splice(at, 1);
      },
    };
    set.push(entry);
    return entry;
  }

  clear(): void {
    this.#set.length = 0;
  }

  /** The first fault that strikes at this request. */
  strike(message: string): Fault | undefined {
    for (const entry of this.#set) {
      const { fault } = entry;
      const wanted = fault.message ?? (fault.kind === "refuse" ? "sockclnt_create" : undefined);
      if (wanted !== undefined && wanted !== message) continue;
      if (entry.seen++ < (fault.after ?? 0) || entry.struck >= (fault.times ?? Number.POSITIVE_INFINITY))
        continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      entry.struck++;
      return fault;
    }
    return undefined;
  }

  /** A whole number of `from` to `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.#random() * (to - from + 1));
  }
}
