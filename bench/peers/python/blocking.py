# VPP's Python client, one call at a time: blocking.py CASE SOCKET API_DIR SIZE WINDOW TABLE prints figures.
import os
import queue
import sys
import time

from figures import Measured, flags, route
from vpp_papi import VPPApiClient

case, socket, api_dir = sys.argv[1:4]
size, window, table = map(int, sys.argv[4:7])

if case == "connect":
    measured = Measured()
    with measured:
        vpp = VPPApiClient(server_address=socket, bootstrapapi=True)
        vpp.connect("papi")
    vpp.disconnect()
    measured.print(1)
    sys.exit()

vpp = VPPApiClient(apidir=api_dir, server_address=socket)
vpp.connect("papi")
api = vpp.api
measured = Measured()


def one_by_one(call):
    for i in range(size):
        start = time.perf_counter()
        call(i)
        measured.times.append(time.perf_counter() - start)


def interface_dump():
    count = 0
    while count < size:
        count += len(api.sw_interface_dump())
    return count


def set_flags():
    events = queue.SimpleQueue()
    vpp.register_event_callback(lambda name, event: events.put(event))
    api.want_interface_events(enable_disable=1, pid=os.getpid())
    for i in range(size):
        api.sw_interface_set_flags(**flags(i, window))
    for _ in range(size):
        events.get(timeout=5)


count = size
with measured:
    if case == "ping":
        one_by_one(lambda i: api.control_ping())
    elif case == "show-version":
        one_by_one(lambda i: api.show_version())
    elif case == "route-add":
        for i in range(size):
            api.ip_route_add_del(is_add=True, route=route(i, table))
    elif case == "interface-dump":
        count = interface_dump()
    elif case == "route-dump":
        count = len(api.ip_route_dump(table={"table_id": table}))
        assert count >= size, f"{count} routes, {size} expected"
    elif case == "set-flags":
        set_flags()
    else:
        sys.exit(f"no case {case}")
vpp.disconnect()
measured.print(count)
