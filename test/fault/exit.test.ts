import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { runToExit, WAYS } from "../support/exit-run.ts";

describe("a program that ends without closing its client", () => {
  for (const [how, code, signal] of WAYS) {
    it(`by ${how} says goodbye`, async () => {
      await using sim = await Simulator.start();
      // Where an answer is on its way to a program that has ended, Node gives the link up at the failed write, with
      // the goodbye unread in it: none is on its way, and the pings stay in flight.
      for (const message of ["control_ping", "cli_inband"]) sim.inject({ kind: "drop", message });
      assert.deepEqual(await runToExit(sim.socket, how), [code, signal]);
      const goodbye = await sim.waitFor("sockclnt_delete");
      assert.equal(sim.received().at(-1), goodbye);
    });
  }
});
