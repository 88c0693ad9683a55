// A controller: keeps loopbacks, their addresses and routes as they are wanted; again when one of them is deleted, and when
// VPP comes back from a restart without any of it.
//
//   node --import tsx examples/reconcile.ts         (until Ctrl-C; for another VPP than 26.06 first:
//   npx vpp-ts generate --out examples/vpp --import-extension .ts interface ip)
import { connect, VppConnectionError } from "vpp-ts";
import { IfStatusFlags, interfaceApi, ipApi } from "./vpp/index.ts";

const LOOPBACKS = [
  { instance: 10, addresses: ["192.0.2.1/24", "2001:db8::1/64"] },
  { instance: 11, addresses: ["198.51.100.1/24"] },
];
const ROUTES = [{ prefix: "203.0.113.0/24", via: "192.0.2.254", instance: 10 }];

const vpp = await connect({
  name: "reconcile",
  wait: Number.POSITIVE_INFINITY,
  definitions: [interfaceApi, ipApi],
  required: [interfaceApi.members.create_loopback_instance, ipApi.members.ip_route_add_del],
});

/** Makes it so. Tells how many changes that took. */
async function reconcile(): Promise<number> {
  const there = await vpp.api.sw_interface_dump();
  const created = new Set<number>();
  const indices = new Map<number, number>();
  let changes = 0;
  for (const { instance, addresses } of LOOPBACKS) {
    const known = there.find((itf) => itf.interface_name === `loop${instance}`);
    const sw_if_index = known?.sw_if_index ?? (await create(instance));
    indices.set(instance, sw_if_index);
    if (known === undefined) created.add(instance);
    if (((known?.flags ?? 0) & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) === 0) {
      await vpp.api.sw_interface_set_flags({ sw_if_index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" });
      changes++;
    }
    const present = await addressesOf(sw_if_index);
    for (const prefix of new Set([...addresses, ...present])) {
      const is_add = addresses.includes(prefix);
      if (is_add === present.includes(prefix)) continue;
      await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add, prefix });
      changes++;
    }
  }
  for (const { prefix, via, instance } of ROUTES) {
    const route = {
      prefix,
      paths: [{ sw_if_index: indices.get(instance) ?? 0, nh: { address: { ip4: via } } }],
    };
    const isThere = await isRouted(prefix, via);
    if (isThere && !created.has(instance)) continue;
    // One by an interface that was deleted leads nowhere, though there is another of that index: VPP keeps its path as it is.
    if (isThere) await vpp.api.ip_route_add_del({ is_add: false, route });
    await vpp.api.ip_route_add_del({ is_add: true, route });
    changes++;
  }
  return changes + created.size;
}

async function create(user_instance: number): Promise<number> {
  return (await vpp.api.create_loopback_instance({ is_specified: true, user_instance })).sw_if_index;
}

async function addressesOf(sw_if_index: number): Promise<string[]> {
  const families = [false, true].map((is_ipv6) =>
    vpp.api.ip_address_dump({ sw_if_index, is_ipv6 }).toArray(),
  );
  return (await Promise.all(families)).flat().map(({ prefix }) => prefix);
}

async function isRouted(prefix: string, via: string): Promise<boolean> {
  const { retval, route } = await vpp.api.ip_route_lookup({ prefix, exact: 1 }, { check: false });
  return retval === 0 && route.paths.some(({ nh }) => nh.address.ip4 === via);
}

let turn = Promise.resolve();
/** One turn behind the other. One that loses VPP is made up for by the next `connected`; else an error ends the program. */
function work(): void {
  turn = turn.then(reconcile).then(
    (changes) => console.log(`as wanted, after ${changes} changes`),
    (error: unknown) => {
      if (!(error instanceof VppConnectionError)) throw error;
      console.log(`lost VPP: ${error.message}`);
    },
  );
}

vpp.onState(({ kind }) => {
  if (kind === "connected") work();
});
// It also keeps the process running.
vpp.on("sw_interface_event", ({ deleted }) => {
  if (deleted) work();
});
work();
