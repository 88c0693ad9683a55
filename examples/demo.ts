// The README's first command: what vpp-ts does, on a simulated VPP, or with `--socket PATH` on a real one,
// which is left as it was found.
import { parseArgs } from "node:util";
import { connect, VppApiError } from "../src/index.ts";
import { Simulator } from "../src/simulator/index.ts";
import type { DemoApi, DemoEvents } from "./demo-api.ts";
import { print, step, table } from "./demo-print.ts";

const ROUTES = 1000;
const { values } = parseArgs({ options: { socket: { type: "string" } } });
const simulator = values.socket === undefined ? await Simulator.start() : null;
const socket = values.socket ?? simulator?.socket ?? "";

const vpp = await connect<DemoApi, DemoEvents>({ socket, name: "demo" });
/** What to undo, last first. */
const undo: (() => Promise<unknown>)[] = [];

try {
  await step("Who is there?", async () => {
    const { program, version } = await vpp.api.show_version();
    print(`${program} ${version}${simulator === null ? "" : " (simulated)"}`);
  });

  const { loopback, table_id } = await step("Create a loopback and give it addresses", async () => {
    const { sw_if_index } = await vpp.api.create_loopback();
    undo.push(() => vpp.api.delete_loopback({ sw_if_index }));
    const { table } = await vpp.api.ip_table_allocate({ table: { table_id: 0xffff_ffff, name: "demo" } });
    undo.unshift(() => vpp.api.ip_table_add_del({ is_add: false, table }));
    await vpp.api.sw_interface_set_table({ sw_if_index, vrf_id: table.table_id });
    await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix: "192.0.2.1/24" });
    print(`sw_if_index ${sw_if_index}, in table ${table.table_id}`);
    return { loopback: sw_if_index, table_id: table.table_id };
  });

  await step("An event arrives when it goes up", async () => {
    const events = vpp.events("sw_interface_event");
    await events.ready;
    await vpp.api.sw_interface_set_flags({ sw_if_index: loopback, flags: "IF_STATUS_API_FLAG_ADMIN_UP" });
    for await (const { sw_if_index, flags } of events) {
      print(`sw_interface_event: interface ${sw_if_index}, flags ${flags}`);
      if (sw_if_index === loopback && flags !== 0) break;
    }
  });

  await step("The interfaces there are", async () => {
    const rows = await vpp.api.sw_interface_dump();
    table(rows, ["sw_if_index", "interface_name", "l2_address", "link_mtu", "flags"]);
  });

  const routes = Array.from({ length: ROUTES }, (_, i) => ({
    table_id,
    prefix: `10.${i >> 8}.${i & 255}.0/24`,
    paths: [{ sw_if_index: loopback, nh: { address: { ip4: "192.0.2.2" } } }],
  }));
  const remove = () => routes.map((route) => vpp.api.ip_route_add_del({ is_add: false, route }));

  await step(`${ROUTES} routes, none waiting for another`, async () => {
    undo.push(() => Promise.all(remove()));
    const start = performance.now();
    await Promise.all(routes.map((route) => vpp.api.ip_route_add_del({ is_add: true, route })));
    const ms = performance.now() - start;
    print(`${ms.toFixed(0)} ms: ${Math.round((ROUTES / ms) * 1000).toLocaleString("en")} a second`);
  });

  await step("They are there", async () => {
    const all = await vpp.api.ip_route_dump({ table: { table_id } });
    const { route } = await vpp.api.ip_route_lookup({ table_id, prefix: "10.3.77.5/32" });
    print(`${all.length} routes in table ${table_id}; 10.3.77.5 goes by ${route.prefix}`);
  });

  await step("What VPP refuses is an error that says so", async () => {
    try {
      await vpp.api.sw_interface_set_flags({ sw_if_index: 9999, flags: 1 });
    } catch (error) {
      if (!(error instanceof VppApiError)) throw error;
      print(`${error.name}: ${error.message}`);
      print(`retval ${error.retval}, errno ${error.errno}`);
    }
  });

  await step("What doesn't fit is refused before a byte is sent", async () => {
    try {
      await vpp.api.create_vlan_subif({ sw_if_index: loopback, vlan_id: -1 });
    } catch (error) {
      print(String(error));
    }
  });
} finally {
  for (const run of undo.reverse()) await run();
  await vpp.close();
  await simulator?.stop();
}
print(`\nAll undone${simulator === null ? "" : ", and the simulator stopped"}.`);
