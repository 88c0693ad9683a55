// control_ping one at a time through vpp-ts, on each of the sockets in turn; prints, as JSON, the median of each in
// microseconds.
import { connect } from "../../src/client/index.ts";

const [rounds = "1", calls = "100", ...sockets] = process.argv.slice(2);
const clients = await Promise.all(
  sockets.map(async (socket) => ({ vpp: await connect({ socket }), times: [] as number[] })),
);
/** The first calls after a pause are slower. */
const WARM = 20;

for (let round = 0; round < Number(rounds); round++) {
  for (const { vpp, times } of clients) {
    for (let i = -WARM; i < Number(calls); i++) {
      const begin = performance.now();
      await vpp.call("control_ping");
      if (i >= 0) times.push(performance.now() - begin);
    }
  }
}
console.log(
  JSON.stringify(clients.map(({ times }) => (times.sort((a, b) => a - b)[times.length >> 1] ?? 0) * 1000)),
);
for (const { vpp } of clients) await vpp.close();
