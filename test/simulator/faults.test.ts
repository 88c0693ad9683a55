import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, Simulator } from "../../src/simulator/index.ts";
import { RawClient } from "./raw-client.ts";

/** A simulator, a client, and what is torn down after them. */
async function pair(
  fault?: Fault,
  options = {},
): Promise<{ sim: Simulator; client: RawClient } & AsyncDisposable> {
  const sim = await Simulator.start(options);
  const client = await RawClient.connect(sim.socket, sim.schema);
  if (fault !== undefined) sim.inject(fault);
  return {
    sim,
    client,
    async [Symbol.asyncDispose]() {
      client.socket.destroy();
      await sim.stop();
    },
  };
}

/** All bytes that come on a link until it ends. */
async function rest(client: RawClient): Promise<Buffer> {
  const chunks: Buffer[] = [];
  client.socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (!client.socket.destroyed) await once(client.socket, "close");
  return Buffer.concat(chunks);
}

describe("faults", () => {
  test("a dropped request is received and never answered; the next is", async () => {
    await using p = await pair({ kind: "drop", message: "show_version", times: 1 });
    p.client.send("show_version");
    const context = p.client.send("control_ping");
    assert.equal((await p.client.next()).context, context);
    p.sim.expect("show_version");
    assert.equal((await p.client.call("show_version")).retval, 0);
  });

  test("a delayed request of a client that has gone is not answered to the next in its place", async () => {
    await using p = await pair({ kind: "delay", message: "show_version", ms: 30, times: 1 });
    const { index } = p.client;
    p.client.send("show_version");
    await p.sim.waitFor("show_version");
    p.client.socket.destroy();
    while (p.sim.clients.length > 0) await sleep(1);
    const other = await RawClient.connect(p.sim.socket, p.sim.schema);
    assert.equal(other.index, index);
    await sleep(60);
    const context = other.send("control_ping");
    assert.deepEqual([(await other.next()).name, context > 0], ["control_ping_reply", true]);
    other.socket.destroy();
  });

  test("a delayed request holds up those behind it, in their order", async () => {
    await using p = await pair({ kind: "delay", message: "show_version", ms: 20 });
    const asked = [
      p.client.send("show_version"),
      p.client.send("control_ping"),
      p.client.send("create_loopback"),
    ];
    const got: unknown[] = [];
    for (const _ of asked) got.push((await p.client.next()).context);
    assert.deepEqual(got, asked);
  });

  test("a link ends in the middle of an answer, where it was told to", async () => {
    await using p = await pair({ kind: "close", message: "show_version", at: 21 });
    const all = rest(p.client);
    p.client.send("show_version");
    assert.equal((await all).length, 21);
    await using again = await RawClient.connect(p.sim.socket, p.sim.schema);
    p.sim.clearFaults();
    assert.equal((await again.call("show_version")).retval, 0);
  });

  test("where chance decides, the seed does", async () => {
    const lengths = async (seed: number) => {
      const out: number[] = [];
      await using sim = await Simulator.start({ seed });
      sim.inject({ kind: "close", message: "show_version", probability: 0.5 });
      for (let i = 0; i < 8; i++) {
        const client = await RawClient.connect(sim.socket, sim.schema);
        const all = rest(client);
        client.send("show_version");
        client.send("sockclnt_delete", { index: client.index });
        out.push((await all).length);
      }
      return out;
    };
    const first = await lengths(3);
    assert.deepEqual(await lengths(3), first);
    assert.notDeepEqual(await lengths(4), first);
    assert.ok(new Set(first).size > 2);
  });

  test("answers in single bytes are the same answers", async () => {
    await using p = await pair({ kind: "split", times: 1 });
    let chunks = 0;
    p.client.socket.on("data", () => chunks++);
    assert.equal((await p.client.call("show_version")).program, "vpe");
    assert.equal((await p.client.dump("sw_interface_dump", { sw_if_index: 0 })).length, 1);
    assert.ok(chunks > 100, `${chunks} chunks`);
  });

  test("pieces end where the link does: nothing follows a cut", async () => {
    await using p = await pair({ kind: "split", times: 1 });
    await p.client.call("control_ping");
    p.sim.inject({ kind: "close", message: "show_version", at: 21, times: 1 });
    const all = rest(p.client);
    p.client.send("show_version");
    p.client.send("show_version");
    assert.equal((await all).length, 21);
  });

  test("faults that are cleared leave no link in pieces", async () => {
    await using p = await pair({ kind: "split", times: 1 });
    const asked = p.client.call("show_version");
    await once(p.client.socket, "data");
    p.sim.clearFaults();
    assert.equal((await asked).program, "vpe");
    let chunks = 0;
    p.client.socket.on("data", () => chunks++);
    assert.equal((await p.client.call("show_version")).program, "vpe");
    assert.equal(chunks, 1);
  });

  test("faults that are cleared leave no link slow", async () => {
    await using p = await pair({ kind: "slow-reader", ms: 2 ** 31 - 1, times: 1 });
    await p.client.call("control_ping");
    p.client.send("show_version");
    while (p.sim.received("show_version").length === 0) await sleep(1);
    const asked = p.client.call("control_ping");
    p.sim.clearFaults();
    await asked;
  });

  test("garbage comes instead of an answer", async () => {
    await using p = await pair({ kind: "garbage", message: "show_version", bytes: 40 });
    p.client.socket.removeAllListeners("data");
    p.client.send("show_version");
    const [bytes] = (await once(p.client.socket, "data")) as [Buffer];
    assert.equal(bytes.length, 40);
    assert.notEqual(bytes.readUInt32BE(8), 24);
  });

  test("a handshake is refused, and the next is not", async () => {
    await using sim = await Simulator.start();
    sim.inject({ kind: "refuse", times: 1, response: -7 });
    const refused = await RawClient.connect(sim.socket, sim.schema);
    assert.equal(refused.index, 0);
    refused.socket.destroy();
    await using client = await RawClient.connect(sim.socket, sim.schema);
    assert.equal(client.index, 0x8000_0002);
  });

  test("a slow reader lets what is written to it back up, and answers all of it", async () => {
    await using p = await pair({ kind: "slow-reader", ms: 5 });
    await p.client.call("control_ping");
    for (let i = 0; i < 40_000; i++) p.client.send("show_version");
    assert.ok(p.client.socket.writableLength > 0);
    for (let i = 0; i < 40_000; i++) await p.client.next();
    assert.equal(p.sim.receivedCount, 40_002);
  });

  test("a restart forgets all but its path, and may have other ids and CRCs", async () => {
    await using p = await pair();
    await p.client.call("create_loopback");
    const gone = rest(p.client);
    await p.sim.restart({ shuffleIds: true, seed: 5, crcs: { show_version: "00000000" } });
    await gone;
    await using client = await RawClient.connect(p.sim.socket, p.sim.schema);
    assert.equal((await client.dump("sw_interface_dump", { sw_if_index: 0 })).length, 1);
    assert.equal(client.ids.has("show_version"), false);
    assert.notEqual(client.ids.get("create_loopback"), p.client.ids.get("create_loopback"));
    assert.equal(client.ids.get("control_ping"), 23);
  });

  test("one is removed, and counts how often it struck", async () => {
    await using p = await pair();
    const fault = p.sim.inject({ kind: "drop", message: "show_version", after: 1 });
    await p.client.call("show_version");
    p.client.send("show_version");
    await p.client.call("control_ping");
    fault.remove();
    await p.client.call("show_version");
    assert.equal(fault.struck, 1);
  });
});

test("a client that sends no message, garbage or half a frame harms nobody else", async () => {
  await using p = await pair();
  const other = connect(p.sim.socket);
  await once(other, "connect");
  const frame = (size: number, ...payload: number[]) => {
    const bytes = Buffer.alloc(16 + payload.length);
    bytes.writeUInt32BE(size, 8);
    bytes.set(payload, 16);
    return bytes;
  };
  // Empty, one byte, an id of nobody, a request cut short, and a frame that never ends.
  other.write(
    Buffer.concat([frame(0), frame(1, 5), frame(2, 0xff, 0xff), frame(3, 0, 23, 1), frame(100, 0, 23)]),
  );
  await p.sim.waitFor("control_ping");
  assert.equal((await p.client.call("show_version")).retval, 0);
  assert.match(
    p.sim.log.join("\n"),
    /id 65535 unknown, dropped\n.*control_ping: .*3 bytes, 10 are needed, dropped/,
  );
  other.write(Buffer.alloc(98));
  other.write(frame(0xffff_fff0));
  await once(other, "close");
  await sleep(0);
  assert.equal((await p.client.call("show_version")).retval, 0);
});
