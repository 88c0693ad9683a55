// A small controller: brings a VPP to a wanted state (loopbacks, addresses, a route, an ACL), follows the
// interfaces' events, shows what there is, and cleans up after itself.
//
//   vpp-ts generate --socket /run/vpp/api.sock --out vpp interface ip acl
//   node controller.ts
import { connect } from "vpp-ts";
import {
  AclAction,
  type AclRuleInput,
  aclApi,
  IfStatusFlags,
  IpProto,
  interfaceApi,
  ipApi,
  ipRouteDump,
  type SwInterfaceEvent,
} from "./vpp/index.js";

interface Wanted {
  readonly address: string;
  readonly up: boolean;
}

const LOOPBACKS: readonly Wanted[] = [
  { address: "192.0.2.1/24", up: true },
  { address: "198.51.100.1/24", up: false },
];
const ROUTE = { prefix: "203.0.113.0/24", via: "192.0.2.254" };
const RULES: readonly AclRuleInput[] = [
  {
    is_permit: AclAction.ACL_ACTION_API_PERMIT,
    src_prefix: "192.0.2.0/24",
    proto: IpProto.IP_API_PROTO_TCP,
    srcport_or_icmptype_last: 65535,
    dstport_or_icmpcode_first: 443,
    dstport_or_icmpcode_last: 443,
  },
  { is_permit: "ACL_ACTION_API_DENY", src_prefix: "0.0.0.0/0", dst_prefix: "0.0.0.0/0" },
];
const NEW_ACL = 0xffff_ffff;

await using vpp = await connect({
  name: "controller",
  definitions: [interfaceApi, ipApi, aclApi],
  required: [interfaceApi.members.create_loopback, ipApi.members.ip_route_add_del],
});

function show(what: string, facts: object): void {
  console.log(JSON.stringify({ what, ...facts }));
}

const seen: SwInterfaceEvent[] = [];
let heardAll: () => void;
const allDeleted = new Promise<void>((resolve) => {
  heardAll = resolve;
});
const subscription = vpp.on("sw_interface_event", (event) => {
  seen.push(event);
  if (seen.filter(({ deleted }) => deleted).length === LOOPBACKS.length) heardAll();
});
await subscription.ready;

const loopbacks: number[] = [];
for (const { address, up } of LOOPBACKS) {
  const { sw_if_index } = await vpp.api.create_loopback();
  loopbacks.push(sw_if_index);
  await vpp.api.sw_interface_add_del_address({ sw_if_index, is_add: true, prefix: address });
  const flags = up ? IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP : 0;
  await vpp.api.sw_interface_set_flags({ sw_if_index, flags });
}
const [first = 0] = loopbacks;

const route = {
  prefix: ROUTE.prefix,
  paths: [{ sw_if_index: first, nh: { address: { ip4: ROUTE.via } } }],
};
await vpp.api.ip_route_add_del({ is_add: true, route });

const { acl_index } = await vpp.api.acl_add_replace({ acl_index: NEW_ACL, tag: "controller", r: RULES });
await vpp.api.acl_interface_set_acl_list({ sw_if_index: first, n_input: 1, acls: [acl_index] });

for await (const itf of vpp.api.sw_interface_dump()) {
  if (!loopbacks.includes(itf.sw_if_index)) continue;
  const { sw_if_index, interface_name, l2_address, flags } = itf;
  const up = (flags & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) !== 0;
  const addresses = await vpp.api.ip_address_dump({ sw_if_index }).toArray();
  show("interface", { interface_name, l2_address, up, addresses: addresses.map(({ prefix }) => prefix) });
}
for await (const { route: known } of vpp.dump(ipRouteDump)) {
  if (known.prefix !== ROUTE.prefix) continue;
  show("route", { prefix: known.prefix, via: known.paths.map(({ nh }) => nh.address.ip4) });
}
for await (const { tag, r } of vpp.api.acl_dump({ acl_index })) {
  show("acl", { tag, rules: r.map(({ is_permit, proto }) => ({ is_permit, proto })) });
}

await vpp.api.acl_interface_set_acl_list({ sw_if_index: first });
await vpp.api.acl_del({ acl_index });
await vpp.api.ip_route_add_del({ is_add: false, route });
for (const sw_if_index of loopbacks) await vpp.api.delete_loopback({ sw_if_index });
// VPP sends events from a process of its own, perhaps after the reply; what it hasn't sent before the end of the
// subscription never comes.
await allDeleted;
await subscription.close();
show("events", {
  up: seen.filter(({ flags }) => flags !== 0).length,
  deleted: seen.filter((e) => e.deleted).length,
});
