// How large should writes be? The floor with 1,000 pings in flight, cut into writes of at most so many bytes:
//   npx tsc -p bench/tsconfig.json && VPP_BIN=… node build/bench/bench/experiments/write-size.js
import { writeSync } from "node:fs";
import { startVpp } from "../../test/support/vpp.ts";
import { median } from "../median.ts";
import { openFloor } from "../session/floor.ts";

const SIZES = [26, 130, 520, 1040, 2080, 4160, 26_000];
const PINGS = 300_000;
const WINDOW = 1000;
const ROUNDS = 5;

await using vpp = await startVpp({ mainCore: 1 });
const found = new Map<number, { rate: number; own: number; vpp: number }[]>(SIZES.map((size) => [size, []]));
for (let round = 0; round < ROUNDS; round++) for (const size of SIZES) found.get(size)!.push(await run(size));
for (const [size, runs] of found) {
  const of = (key: "rate" | "own" | "vpp") => median(runs.map((r) => r[key]));
  const us = (seconds: number) => `${((seconds / PINGS) * 1e6).toFixed(2)} µs`;
  console.log(
    `${String(size).padStart(6)} bytes  ${Math.round(of("rate")).toLocaleString("en").padStart(8)}/s  CPU ${us(of("own"))}  VPP ${us(of("vpp"))}`,
  );
}

async function run(size: number): Promise<{ rate: number; own: number; vpp: number }> {
  const floor = await openFloor(vpp.apiSocket, vpp.apiDir!);
  const frame = floor.frame("control_ping", {});
  // Node gathers what is written to a socket in one tick, so each of these goes to the kernel by hand.
  const { fd } = Reflect.get(floor.socket, "_handle") as { fd: number };
  const many = Buffer.concat(Array.from({ length: WINDOW }, () => frame));
  const id = floor.idOf("control_ping_reply");
  const send = (count: number) => {
    const end = count * frame.length;
    for (let at = 0; at < end; ) at += writeSome(fd, many, at, Math.min(size, end - at));
  };
  const cpu = process.cpuUsage();
  const vppCpu = vpp.cpuSeconds();
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let answered = 0;
    let sent = WINDOW;
    floor.onFrames = (got, count) => {
      if (got !== id) return;
      answered += count;
      const more = Math.min(count, PINGS - sent);
      if (more > 0) send(more);
      sent += more;
      if (answered === PINGS) resolve();
    };
    send(WINDOW);
  });
  const seconds = (performance.now() - begin) / 1e3;
  const { user, system } = process.cpuUsage(cpu);
  const result = { rate: PINGS / seconds, own: (user + system) / 1e6, vpp: vpp.cpuSeconds() - vppCpu };
  await floor.close();
  return result;
}

/** Bytes written; 0 while the socket is full. */
function writeSome(fd: number, bytes: Buffer, at: number, size: number): number {
  try {
    return writeSync(fd, bytes, at, size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    throw error;
  }
}
