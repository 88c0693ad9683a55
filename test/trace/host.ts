// A proxy whose reports are kept.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codecsOf } from "../../src/codec/index.ts";
import type { Simulator } from "../../src/simulator/index.ts";
import { namesOf, type Passed, type ProxyHost, TraceProxy } from "../../src/trace/index.ts";
import { parseAddress } from "../../src/transport/index.ts";

/** A message as it is kept: its payload is good for the time of the call only. */
export interface Seen extends Omit<Passed, "payload"> {
  readonly connection: number;
  /** Of large ones the beginning. */
  readonly hex: string;
}

const MAX_KEPT = 4096;

export class Traced {
  readonly seen: Seen[] = [];
  readonly events: string[] = [];
  readonly path: string;
  readonly #folder: string;
  #proxy: TraceProxy | null = null;
  #waiting: (() => void)[] = [];

  private constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), "vpp-ts-trace-"));
    this.path = join(this.#folder, "trace.sock");
  }

  static async start(target: string, simulator?: Simulator): Promise<Traced> {
    const traced = new Traced();
    const told = (text: string): void => {
      traced.events.push(text);
      for (const tell of traced.#waiting.splice(0)) tell();
    };
    const host: ProxyHost = {
      codecs: simulator === undefined ? null : codecsOf(simulator.schema),
      names: namesOf(null),
      learnt: () => {},
      opened: (connection) => told(`${connection} open`),
      message: (connection, { payload, ...passed }) => {
        traced.seen.push({ ...passed, connection, hex: payload.toString("hex", 0, MAX_KEPT) });
      },
      skipped: (connection, from, size) => told(`${connection} skipped ${size} from ${from}`),
      unreadable: (connection, from, reason) => told(`${connection} unreadable from ${from}: ${reason}`),
      closed: (connection, by, reason) =>
        told(`${connection} closed by ${by}${reason === "" ? "" : `: ${reason}`}`),
    };
    traced.#proxy = await TraceProxy.start({ listen: traced.path, vpp: parseAddress(target) }, host);
    return traced;
  }

  /** The first event that begins so, now or later. */
  async event(beginning: string): Promise<string> {
    for (;;) {
      const found = this.events.find((event) => event.startsWith(beginning));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    await this.#proxy?.close();
    this.#proxy = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
