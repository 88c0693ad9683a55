import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppConnectionError } from "../../src/index.ts";
import { Chance } from "../chaos/chance.ts";
import { schema } from "../fault/definitions.ts";
import { FakeVpp } from "../fault/fake-vpp.ts";
import { runHostile } from "./run.ts";
import { longHello } from "./server.ts";

/** MiB of heap and buffers: the client's limit for a message here is 16 MiB, definitions and code take about 50. */
const MEMORY = 256 << 20;

describe("20,000 hostile frames", () => {
  for (const side of ["client", "simulator"] as const) {
    it(`against the ${side}: no crash, no hang, and it goes on`, async () => {
      const tally = await runHostile(side, 20_000, new Chance(8));
      assert.deepEqual(tally.faults, []);
      assert.ok(tally.frames >= 20_000);
      assert.ok(tally.lies.size > 12);
      assert.ok(tally.memory < MEMORY, `${tally.memory} bytes`);
    });
  }
});

describe("a handshake of 100 MB", () => {
  it("is refused when its length is known, not when it has come", async () => {
    await using fake = await FakeVpp.start({
      silent: true,
      answer: ({ peer }) => peer.socket.write(longHello(100_000_000).subarray(0, 100)),
    });
    await assert.rejects(connect({ socket: fake.path, definitions: schema }), (error) => {
      assert.ok(error instanceof VppConnectionError && error.reason === "protocol");
      assert.match(error.message, /100000000 bytes/);
      return true;
    });
  });
});
