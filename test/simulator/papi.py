"""Runs one script through VPP's own Python client and prints each answer as a line of JSON."""
import json
import sys

from vpp_papi import VPPApiClient

def plain(value):
    if hasattr(value, "_asdict"):
        fields = value._asdict()
        # Each VPP's own: the context counts on, indexes and pids differ.
        for name in ("context", "stats_index", "vpe_pid", "age", "client_index", "_0"):
            fields.pop(name, None)
        return {"": type(value).__name__, **{k: plain(v) for k, v in fields.items()}}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (str, bool, float)) or value is None else str(value)

def show(name, answer):
    answer = plain(answer)
    if isinstance(answer, list):
        answer = sorted(answer, key=json.dumps)
    print(json.dumps([name, answer], sort_keys=True))

vpp = VPPApiClient(bootstrapapi=True, server_address=sys.argv[1])
vpp.connect("papi")
api = vpp.api
events = []
vpp.register_event_callback(lambda name, message: events.append(message))

show("version", api.show_version().version)
show("threads", len(api.show_threads().thread_data))
show("want", api.want_interface_events(enable_disable=1, pid=42))
for _ in range(3):
    show("loopback", api.create_loopback())
show("address", api.sw_interface_add_del_address(sw_if_index=1, is_add=1, prefix="192.0.2.1/24"))
show("address6", api.sw_interface_add_del_address(sw_if_index=1, is_add=1, prefix="2001:db8::1/64"))
show("again", api.sw_interface_add_del_address(sw_if_index=1, is_add=1, prefix="192.0.2.1/24"))
show("bad interface", api.sw_interface_set_flags(sw_if_index=99, flags=1))
show("up", api.sw_interface_set_flags(sw_if_index=1, flags=1))
show("vlan", api.create_vlan_subif(sw_if_index=1, vlan_id=100))
show("interfaces", api.sw_interface_dump())
show("filtered", api.sw_interface_dump(name_filter_valid=True, name_filter="loop1"))
show("addresses", api.ip_address_dump(sw_if_index=1, is_ipv6=False))
show("addresses6", api.ip_address_dump(sw_if_index=1, is_ipv6=True))
path = {"sw_if_index": 1, "weight": 1, "proto": 0, "nh": {"address": {"ip4": bytes([192, 0, 2, 9])}},
        "label_stack": [{"is_uniform": 0, "label": 0, "ttl": 0, "exp": 0}] * 16}
for i in range(20):
    route = {"prefix": f"10.0.{i}.0/24", "n_paths": 1, "paths": [path]}
    show("route", api.ip_route_add_del(is_add=1, route=route).retval)
show("routes", api.ip_route_dump(table={"table_id": 0, "is_ip6": False}))
show("lookup", api.ip_route_lookup(prefix="10.0.7.7/32"))
show("no table", api.ip_route_lookup(prefix="10.0.7.7/32", table_id=9).retval)
show("neighbour", api.ip_neighbor_add_del(is_add=1, neighbor={
    "sw_if_index": 1, "mac_address": "02:00:00:00:00:01", "ip_address": "192.0.2.9", "flags": 1}))
show("neighbours", api.ip_neighbor_dump(sw_if_index=0xFFFFFFFF, af=0))
show("domain", api.bridge_domain_add_del(bd_id=7, flood=1, uu_flood=1, forward=1, learn=1, is_add=1))
show("bridged", api.sw_interface_set_l2_bridge(rx_sw_if_index=2, bd_id=7, enable=1))
show("domains", api.bridge_domain_dump(bd_id=0xFFFFFFFF, sw_if_index=0xFFFFFFFF))
rule = {"is_permit": 1, "src_prefix": "10.0.0.0/8", "dst_prefix": "0.0.0.0/0", "proto": 17,
        "srcport_or_icmptype_last": 65535, "dstport_or_icmpcode_last": 53}
show("acl", api.acl_add_replace(acl_index=0xFFFFFFFF, tag="papi", count=1, r=[rule]))
show("acls", api.acl_dump(acl_index=0xFFFFFFFF))
show("pmtu", api.ip_path_mtu_update(pmtu={"table_id": 0, "nh": "192.0.2.77", "path_mtu": 1280}))
show("pmtus", list(vpp.details_iter(api.ip_path_mtu_get)))
show("cli", api.cli_inband(cmd="show nonsense"))
show("f64", api.get_f64_increment_by_one(f64_value=41.0))
show("events", events)
show("bye", vpp.disconnect())
