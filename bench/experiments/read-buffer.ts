// Reading into one large buffer again and again (`onread`), or into a new one for each read: CPU of a dump that is
// framed and counted.
//   npx tsc -p bench/tsconfig.json && VPP_BIN=… node build/bench/bench/experiments/read-buffer.js
import { connect } from "../../src/index.ts";
import { startVpp } from "../../test/support/vpp.ts";
import { median } from "../median.ts";
import { openFloor } from "../session/floor.ts";
import { routeFields } from "../session/routes.ts";

const ROUTES = 200_000;
const ROUNDS = 5;
const SIZES = [0, 65_536, 262_144, 1_048_576];

await using vpp = await startVpp({ mainCore: 1, heapSize: "1G", statsSize: "128M" });
const client = await connect({ socket: vpp.apiSocket, definitions: vpp.apiDir! });
function* routes() {
  for (let i = 0; i < ROUTES; i++) yield routeFields(i, 0);
}
await client.pipeline("ip_route_add_del", routes());
await client.close();

const found = new Map<number, number[]>(SIZES.map((size) => [size, []]));
for (let round = 0; round < ROUNDS; round++) for (const size of SIZES) found.get(size)!.push(await run(size));
for (const [size, seconds] of found) {
  const title = size === 0 ? "a buffer for each read" : `onread, ${size / 1024} kB`;
  console.log(`${title.padEnd(24)} ${((median(seconds) / ROUTES) * 1e6).toFixed(2)} µs a route`);
}

/** CPU seconds of one dump. */
async function run(size: number): Promise<number> {
  const floor = await openFloor(vpp.apiSocket, vpp.apiDir!, size);
  const pong = floor.idOf("control_ping_reply");
  const dump = floor.frame("ip_route_dump", { table: { table_id: 0 } });
  const before = process.cpuUsage();
  await new Promise<void>((resolve) => {
    floor.onFrames = (id) => {
      if (id === pong) resolve();
    };
    floor.send(Buffer.concat([dump, floor.frame("control_ping", {})]));
  });
  const { user, system } = process.cpuUsage(before);
  await floor.close();
  return (user + system) / 1e6;
}
