import type { Handler } from "../handler.ts";
import { num } from "./input.ts";
import type { Host } from "./model.ts";
import { RETVAL } from "./retval.ts";

export const EVENT = { linkUp: 2, linkDown: 4, adminUp: 8, adminDown: 16, added: 32, deleted: 64 } as const;
const ADMIN_UP = 1;
const LINK_UP = 2;

/** Who wants interface events, and what has happened since they were last sent. */
export class InterfaceEvents {
  host: Host | undefined;
  readonly #wanting = new Map<number, number>();
  #pending = new Map<number, number>();
  #scheduled = false;

  closed(clientIndex: number): void {
    this.#wanting.delete(clientIndex);
  }

  /**
   * Events of one turn go out together, an interface's in one message: VPP gathers them in a process of its own
   * (vnet/interface_api.c) that runs after the messages at hand.
   */
  signal(swIfIndex: number, event: number): void {
    this.#pending.set(swIfIndex, (this.#pending.get(swIfIndex) ?? 0) | event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#send());
  }

  #send(): void {
    this.#scheduled = false;
    const pending = [...this.#pending].sort(([a], [b]) => a - b);
    this.#pending = new Map();
    for (const [sw_if_index, events] of pending) {
      const flags = (events & EVENT.adminUp ? ADMIN_UP : 0) | (events & EVENT.linkUp ? LINK_UP : 0);
      const deleted = (events & EVENT.deleted) !== 0;
      for (const [index, pid] of this.#wanting) {
        const client = this.host?.client(index);
        if (client !== undefined)
          this.host?.emit(client, "sw_interface_event", { pid, sw_if_index, flags, deleted });
      }
    }
  }

  handlers(): Record<string, Handler> {
    return {
      want_interface_events: (request, { clientIndex }) => {
        const enable = num(request, "enable_disable") !== 0;
        if (enable === this.#wanting.has(clientIndex)) return { retval: RETVAL.INVALID_REGISTRATION };
        if (enable) this.#wanting.set(clientIndex, num(request, "pid"));
        else this.#wanting.delete(clientIndex);
        return { retval: 0 };
      },
    };
  }
}
