# VPP's own Python reader (vpp_papi VPPStats) on the cases of run.ts. Prints one JSON object: microseconds a case.
import json
import sys
import time

from vpp_papi.vpp_stats import VPPStats

socket = sys.argv[1]


def measure(body, seconds=2.0):
    body()
    best = float("inf")
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        body()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def open_and_list():
    stats = VPPStats(socket)
    stats.connect()
    found = stats.ls([".*"])
    stats.disconnect()
    return found


stats = VPPStats(socket)
stats.connect()
interfaces = stats.ls(["^/if/"])
five = ["/if/rx", "/if/tx", "/if/rx-unicast", "/if/tx-unicast", "/if/rx-multicast"]
print(
    json.dumps(
        {
            "interfaces": measure(lambda: stats.dump(interfaces)),
            "prepared": measure(lambda: stats.dump(five)),
            "open": measure(open_and_list),
        }
    )
)
