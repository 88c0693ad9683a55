# VPP's asyncio Python client: aio.py CASE SOCKET API_DIR SIZE WINDOW TABLE prints figures.
import asyncio
import logging
import os
import sys
import time

from figures import Measured, flags, route
from vpp_papi.vpp_papi_async import VPPApiClient

case, socket = sys.argv[1:3]
size, window, table = map(int, sys.argv[4:7])
# It logs every message it doesn't show.
logging.disable(logging.CRITICAL)


async def pipelined(call):
    """`window` calls in flight, each followed by the next."""
    numbers = iter(range(size))

    async def lane():
        for i in numbers:
            await call(i)

    await asyncio.gather(*(lane() for _ in range(min(window, size))))


async def one_by_one(call, times):
    for i in range(size):
        start = time.perf_counter()
        await call(i)
        times.append(time.perf_counter() - start)


async def run(api, events, measured):
    def calls(call):
        return one_by_one(call, measured.times) if window == 1 else pipelined(call)

    if case == "ping":
        await calls(lambda i: api.control_ping())
    elif case == "show-version":
        await calls(lambda i: api.show_version())
    elif case == "route-add":
        await calls(lambda i: api.ip_route_add_del(is_add=True, route=route(i, table)))
    elif case == "interface-dump":
        count = 0
        while count < size:
            count += len((await api.sw_interface_dump())[1])
        return count
    elif case == "route-dump":
        count = len((await api.ip_route_dump(table={"table_id": table}))[1])
        assert count >= size, f"{count} routes, {size} expected"
        return count
    elif case == "set-flags":
        await api.want_interface_events(enable_disable=1, pid=os.getpid())
        await pipelined(lambda i: api.sw_interface_set_flags(**flags(i, window)))
        for _ in range(size):
            await asyncio.wait_for(events.get(), 5)
    else:
        sys.exit(f"no case {case}")
    return size


async def main():
    events = asyncio.Queue()
    measured = Measured()
    vpp = VPPApiClient(server_address=socket)
    if case == "connect":
        with measured:
            await vpp.connect("papi", events)
        count = 1
    else:
        await vpp.connect("papi", events)
        with measured:
            count = await run(vpp.api, events, measured)
    measured.print(count)
    sys.stdout.flush()
    await vpp.disconnect()


asyncio.run(main())
