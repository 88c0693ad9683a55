import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

describe("a worker that is terminated while a part of a request is out", () => {
  it("puts no goodbye into the request", async () => {
    await using sim = await Simulator.start();
    const dir = mkdtempSync(join(tmpdir(), "vpp-ts-"));
    const path = join(dir, "between.sock");
    const heard: Buffer[] = [];
    const taken: Socket[] = [];
    const server = createServer((client) => {
      taken.push(client);
      const target = connect(sim.socket);
      target.pipe(client);
      client.on("data", (chunk) => {
        heard.push(chunk);
        // The request has begun: nothing more is read, and the socket fills up.
        if (chunk.includes("xxxx")) client.pause();
        else target.write(chunk);
      });
      client.once("close", () => target.destroy());
    });
    await once(server.listen(path), "listening");
    assert.deepEqual(await runToExit(path, "worker-terminate-in-a-request"), [0, null]);
    const [client] = taken;
    assert.ok(client !== undefined);
    const closed = once(client, "close");
    client.removeAllListeners("data").on("data", (chunk) => heard.push(chunk));
    client.resume();
    await closed;
    server.close();
    rmSync(dir, { recursive: true });
    const all = Buffer.concat(heard);
    assert.ok(all.length < 8 << 20);
    assert.deepEqual(all.subarray(-100), Buffer.alloc(100, "x"));
  });
});
