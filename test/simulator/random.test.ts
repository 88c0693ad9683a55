import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { codecsOf, randomFields, seededRandom } from "../../src/codec/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { RawClient } from "./raw-client.ts";

/** What ends or changes the session itself. */
const SESSION = /^(sockclnt_|memclnt_|rpc_call|rx_thread|trace_plugin)/;

describe("requests at random", () => {
  for (const seed of [1, 2, 3]) {
    test(`are each answered as their service says, and nothing breaks (seed ${seed})`, async () => {
      await using sim = await Simulator.start({ seed });
      await using client = await RawClient.connect(sim.socket, sim.schema);
      const codecs = codecsOf(sim.schema);
      const rng = seededRandom(seed);
      const callers = [...sim.schema.services.keys()].filter((name) => !SESSION.test(name));
      assert.ok(callers.length > 60);
      for (let i = 0; i < 1500; i++) {
        const name = callers[Math.floor(rng() * callers.length)]!;
        const fields = randomFields(sim.schema.messages.get(name)!, rng);
        // Small indexes find something now and then.
        for (const key of Object.keys(fields)) {
          if (/(sw_if_index|bd_id|acl_index|table_id)$/.test(key) && rng() < 0.7)
            fields[key] = Math.floor(rng() * 4);
        }
        const exchange = codecs.exchange(name)!;
        if (exchange.kind === "request") await client.call(name, fields);
        else if (exchange.kind === "dump") await client.dump(name, fields);
        else await client.get(name, fields);
      }
      assert.deepEqual(sim.log, []);
    });
  }

  test("of bytes at random neither end the link nor stop the next request", async () => {
    await using sim = await Simulator.start();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    const rng = seededRandom(4);
    const ids = [...client.ids].filter(([name]) => !SESSION.test(name)).map(([, id]) => id);
    for (let i = 0; i < 3000; i++) {
      const payload = Buffer.from(
        Array.from({ length: 2 + Math.floor(rng() * 300) }, () => Math.floor(rng() * 256)),
      );
      payload.writeUInt16BE(ids[Math.floor(rng() * ids.length)]!, 0);
      const header = Buffer.alloc(16);
      header.writeUInt32BE(payload.length, 8);
      client.socket.write(Buffer.concat([header, payload]));
    }
    assert.equal((await client.call("show_version")).retval, 0);
    assert.equal(sim.receivedCount, 3002);
  });
});
