"""control_ping one at a time through VPP's own Python client, on each of the sockets in turn; prints, as JSON, the
median of each in microseconds."""
import json
import statistics
import sys
import time

from vpp_papi import VPPApiClient

rounds, calls, sockets = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
clients = []
for socket in sockets:
    clients.append(VPPApiClient(bootstrapapi=True, server_address=socket))
    clients[-1].connect("bench")
times = [[] for _ in sockets]
for _ in range(rounds):
    for client, mine in zip(clients, times):
        for i in range(calls + 20):
            begin = time.perf_counter()
            client.api.control_ping()
            if i >= 20:
                mine.append(time.perf_counter() - begin)
print(json.dumps([statistics.median(mine) * 1e6 for mine in times]))
for client in clients:
    client.disconnect()
