# VPP's Python stats reader: stats.py CASE SOCKET - SIZE WINDOW TABLE prints figures.
import sys

from figures import Measured
from vpp_papi.vpp_stats import VPPStats

case, socket = sys.argv[1:3]
size = int(sys.argv[4])
FIVE = ["/if/rx", "/if/tx", "/if/rx-unicast", "/if/tx-unicast", "/if/rx-multicast"]

stats = VPPStats(socket)
if case == "stats-open":
    measured = Measured()
    with measured:
        stats.connect()
        stats.ls([".*"])
    measured.print(1)
    sys.exit()
stats.connect()
names = stats.ls(["^/if/"]) if case == "stats-values" else FIVE
stats.dump(names)
measured = Measured()
with measured:
    for _ in range(size):
        stats.dump(names)
measured.print(size)
