// What has to be in VPP before a case, made through its API.
import { connect, type Vpp } from "../src/index.ts";
import { type Case, sizeFor } from "./cases.ts";
import type { Client } from "./clients.ts";
import { routeFields } from "./session/routes.ts";
import type { Target } from "./target.ts";

/** Routing tables of the benchmark's own. */
const ADDED = 4242;
const DUMPED = 4300;
const AT_ONCE = 1000;
/** Flushing a table of half a million routes takes VPP a while. */
const TIMEOUT = 60_000;

export interface Stage extends AsyncDisposable {
  /** The table a client's run adds to or dumps. */
  tableOf(client: Client): number;
  /** Once before each run. */
  fresh(): Promise<void>;
}

export async function prepare(c: Case, target: Target, clients: readonly Client[]): Promise<Stage> {
  const vpp = await connect({ socket: target.apiSocket, definitions: target.apiDir, timeout: TIMEOUT });
  const undo: (() => Promise<unknown>)[] = [];
  const tables = new Map<number, number>();
  try {
    if (c.interfaces !== undefined) await loopbacks(vpp, c.interfaces, undo);
    if (c.routes === "dumped") {
      for (const size of new Set(clients.map((client) => sizeFor(c, client.name)))) {
        const table = DUMPED + tables.size;
        tables.set(size, table);
        await makeTable(vpp, table, true);
        undo.push(() => makeTable(vpp, table, false));
        await atOnce(size, (i) => vpp.api.ip_route_add_del!(routeFields(i, table)));
      }
    }
    if (c.routes === "added") {
      await makeTable(vpp, ADDED, true);
      undo.push(() => makeTable(vpp, ADDED, false));
    }
  } catch (error) {
    await vpp.close();
    throw error;
  }
  return {
    tableOf: (client) => tables.get(sizeFor(c, client.name)) ?? (c.routes === undefined ? 0 : ADDED),
    fresh: async () => {
      if (c.routes !== "added") return;
      await makeTable(vpp, ADDED, false);
      await makeTable(vpp, ADDED, true);
    },
    [Symbol.asyncDispose]: async () => {
      for (const step of undo.reverse()) await step();
      await vpp.close();
    },
  };
}

function makeTable(vpp: Vpp, table_id: number, is_add: boolean): Promise<unknown> {
  return vpp.api.ip_table_add_del!({ is_add, table: { table_id, name: `bench-${table_id}` } });
}

async function loopbacks(vpp: Vpp, count: number, undo: (() => Promise<unknown>)[]): Promise<void> {
  for (let i = 1; i <= count; i++) {
    const { sw_if_index } = await vpp.api.create_loopback!();
    undo.push(() => vpp.api.delete_loopback!({ sw_if_index }));
    if (sw_if_index !== i) throw new Error("the interfaces 1 and up are taken: this VPP is in use");
  }
}

async function atOnce(count: number, call: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
