// A hostile client against the simulator: it drops what it can't read, ends links that break the framing, and serves on.
import { once } from "node:events";
import { connect as dial, type Socket } from "node:net";
import { connect } from "../../src/index.ts";
import { helloFrame } from "../../src/protocol/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import type { Chance } from "../chaos/chance.ts";
import { FrameMaker } from "./frames.ts";
import { mutate } from "./mutate.ts";
import { spotsOf } from "./spots.ts";
import type { Tally } from "./tally.ts";

/** Frames of one connection. */
const BATCH = 200;

export async function againstSimulator(frames: number, chance: Chance, tally: Tally): Promise<void> {
  await using sim = await Simulator.start({ record: 0, seed: chance.seed });
  await using good = await connect({ socket: sim.socket, definitions: sim.schema, timeout: 20_000 });
  const ids = new Map([...good.messageTable].map(([name, { id }]) => [name, id]));
  const maker = new FrameMaker(sim.schema, ids);
  // Deleting others is what VPP dies of, and the simulator ends the other's link: here it would be the good one's.
  const names = [...sim.schema.services.keys()].filter((name) => ids.has(name) && name !== "sockclnt_delete");
  while (tally.frames < frames && tally.faults.length === 0) {
    const own = chance.fork();
    await attack(sim.socket, names, maker, own, tally);
    tally.connections++;
    tally.measure();
    try {
      await good.call("control_ping");
    } catch (error) {
      tally.fault("the simulator serves on", `seed ${own.seed}: ${String(error)}`);
    }
  }
  while (sim.clients.length > 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function attack(
  path: string,
  names: readonly string[],
  maker: FrameMaker,
  chance: Chance,
  tally: Tally,
): Promise<void> {
  const socket = dial(path);
  socket.on("error", () => {});
  await once(socket, "connect");
  const index = await greet(socket, chance);
  socket.on("data", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  for (let left = chance.between(1, 10); left > 0 && socket.writable; left--) {
    const batch = Array.from({ length: BATCH }, () => {
      const name = chance.pick(names);
      const frame = maker.make(name, chance, chance.between(0, 2 ** 32 - 1), index);
      if (chance.odds(0.2)) return frame;
      return mutate(frame, spotsOf(maker.message(name)), chance, (lie) => tally.lie(lie));
    });
    tally.frames += batch.length;
    await new Promise<void>((resolve) => socket.write(Buffer.concat(batch), () => resolve()));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (chance.odds(0.5)) socket.end();
  else socket.destroy();
  // What it sent last may promise more than came: then only we can end it.
  const timer = setTimeout(() => socket.destroy(), 50);
  await closed;
  clearTimeout(timer);
}

/** Most shake hands; the others begin with lies. */
async function greet(socket: Socket, chance: Chance): Promise<number> {
  if (chance.odds(0.2)) return chance.between(0, 2 ** 32 - 1);
  socket.write(helloFrame("hostile", 0));
  const [reply]: Buffer[] = await once(socket, "data");
  return reply?.readUInt32BE(30) ?? 0;
}
