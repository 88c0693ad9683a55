import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";
import { RawClient } from "./raw-client.ts";
import * as script from "./script.ts";
import { aclSteps, bridgeSteps } from "./script-l2.ts";

describe("the model answers as a real VPP does", { skip: skipWithoutVpp }, () => {
  const groups = {
    interfaces: script.interfaceSteps,
    addresses: script.addressSteps,
    routes: script.routeSteps,
    neighbours: script.neighbourSteps,
    bridges: bridgeSteps,
    acls: aclSteps,
  };
  for (const [name, steps] of Object.entries(groups)) {
    test(name, async () => {
      await using simulator = await Simulator.start();
      await using vpp = await startVpp({ plugins: ["acl"] });
      await using there = await RawClient.connect(vpp.apiSocket, simulator.schema);
      await using here = await RawClient.connect(simulator.socket, simulator.schema);
      const wanted = await script.run(there, steps);
      assert.deepEqual(await script.run(here, steps), wanted);
      assert.deepEqual(here.events, []);
    });
  }
});
