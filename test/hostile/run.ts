// One campaign of hostile frames against one side.

import { connect } from "../../src/index.ts";
import { bootstrapDefinitions } from "../../src/protocol/index.ts";
import { type ApiFile, linkSchema, readApiJson } from "../../src/schema/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { show } from "../chaos/actor.ts";
import type { Chance } from "../chaos/chance.ts";
import { againstClient } from "./against-client.ts";
import { againstSimulator } from "./against-simulator.ts";
import { Tally } from "./tally.ts";

/** The definitions that the simulator serves: real ones of VPP, of every kind. */
async function definitions(): Promise<readonly ApiFile[]> {
  await using sim = await Simulator.start();
  await using vpp = await connect({ socket: sim.socket });
  const { json } = await vpp.call("get_api_json");
  // Those of the session come first: their ids are 1 and up, everywhere.
  return [...bootstrapDefinitions(), ...readApiJson(String(json), { source: "get_api_json" })];
}

export async function runHostile(
  side: "client" | "simulator",
  frames: number,
  chance: Chance,
): Promise<Tally> {
  const tally = new Tally();
  const uncaught = (error: unknown): void =>
    tally.fault("nothing is left uncaught", `${show(error)}\n${String(Reflect.get(Object(error), "stack"))}`);
  process.on("uncaughtException", uncaught);
  process.on("unhandledRejection", uncaught);
  try {
    if (side === "simulator") await againstSimulator(frames, chance, tally);
    else {
      const files = await definitions();
      await againstClient(frames, { schema: linkSchema(files), files, chance, tally });
    }
  } finally {
    process.off("uncaughtException", uncaught);
    process.off("unhandledRejection", uncaught);
  }
  return tally;
}
