import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppStateError } from "../../src/index.ts";
import { type ReceivedMessage, Simulator } from "../../src/simulator/index.ts";

const WANT = "want_interface_events";
const EVENT = "sw_interface_event";

function wants(sim: Simulator): unknown[] {
  return sim.received(WANT).map(({ fields }) => fields.enable_disable);
}

/** Events of these interfaces, and the moment by which they have been heard. */
async function beat(
  sim: Simulator,
  vpp: { call(name: string): Promise<unknown> },
  ...indices: number[]
): Promise<void> {
  for (const sw_if_index of indices) sim.broadcast(EVENT, { sw_if_index });
  await vpp.call("control_ping");
}

/** The next request for events that comes. */
function asked(sim: Simulator): Promise<ReceivedMessage> {
  sim.clearReceived();
  return sim.waitFor(WANT);
}

describe("events", () => {
  it("are asked for with the first listener and no more after the last", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const seen: unknown[] = [];
    const one = vpp.on(EVENT, ({ sw_if_index }) => seen.push(["one", sw_if_index]));
    const two = vpp.on(EVENT, ({ sw_if_index }) => seen.push(["two", sw_if_index]));
    await Promise.all([one.ready, two.ready]);
    assert.deepEqual(wants(sim), [1]);
    await beat(sim, vpp, 1);
    await one.close();
    assert.deepEqual(wants(sim), [1]);
    await beat(sim, vpp, 2);
    await two.close();
    assert.deepEqual(wants(sim), [1, 0]);
    await beat(sim, vpp, 3);
    assert.deepEqual(seen, [
      ["one", 1],
      ["two", 1],
      ["two", 2],
    ]);
  });

  it("count as subscribed where VPP says that they are already (-31)", async () => {
    await using sim = await Simulator.start();
    sim.handle(WANT, () => ({ retval: -31 }));
    await using vpp = await connect({ socket: sim.socket });
    await vpp.on(EVENT, () => {}).ready;
  });

  it("tell when VPP refuses", async () => {
    await using sim = await Simulator.start();
    sim.handle(WANT, () => ({ retval: -1 }));
    await using vpp = await connect({ socket: sim.socket });
    await assert.rejects(vpp.on(EVENT, () => {}).ready, { errno: "UNSPECIFIED" });
    await assert.rejects(vpp.events(EVENT).next(), { errno: "UNSPECIFIED" });
  });

  it("are kept for a slow reader up to the limit, then the loop says so", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const strict = vpp.events(EVENT, { limit: 2 });
    const loose = vpp.events(EVENT, { limit: 2, overflow: "drop" });
    await loose.ready;
    await beat(sim, vpp, 1, 2, 3, 4);
    const seen: unknown[] = [];
    await assert.rejects(async () => {
      for await (const { sw_if_index } of strict) seen.push(sw_if_index);
    }, VppStateError);
    assert.deepEqual(seen, [1, 2]);
    assert.equal((await loose.next()).value?.sw_if_index, 1);
    assert.equal(loose.dropped, 2);
    loose.close();
    assert.equal((await loose.next()).done, true);
  });

  it("end at a signal", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const control = new AbortController();
    const events = vpp.events(EVENT, { signal: control.signal });
    const next = assert.rejects(events.next(), /enough/);
    control.abort(new Error("enough"));
    await next;
  });

  it("reach the other listeners when one throws", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const errors: unknown[] = [];
    const seen: unknown[] = [];
    vpp.onError((error) => errors.push(error));
    vpp.on(EVENT, () => {
      throw new Error("bad listener");
    });
    const good = vpp.on(EVENT, ({ sw_if_index }) => seen.push(sw_if_index));
    await good.ready;
    await beat(sim, vpp, 1, 2);
    assert.deepEqual(seen, [1, 2]);
    assert.deepEqual(errors.map(String), ["Error: bad listener", "Error: bad listener"]);
  });

  it("cost nobody the link when an error listener throws too", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: false });
    const bad = new Error("bad error listener");
    // In place of the test runner, which takes uncaught errors for failures.
    const uncaught = new Promise((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
    const told: unknown[] = [];
    vpp.onError(() => {
      throw bad;
    });
    vpp.onError((error) => told.push(error));
    await vpp.on(EVENT, () => {
      throw new Error("bad listener");
    }).ready;
    await beat(sim, vpp, 1);
    assert.equal(await uncaught, bad);
    process.setUncaughtExceptionCaptureCallback(null);
    assert.deepEqual(told.map(String), ["Error: bad listener"]);
  });

  it("of an unknown name are refused with what was meant", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    assert.throws(() => vpp.on("sw_interface_evnt", () => {}), /did you mean "sw_interface_event"/);
  });

  it("that a request asks for are named where that request is listened to", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    assert.throws(() => vpp.on(WANT, () => {}), {
      name: "VppStateError",
      message: `${WANT} asks for events and is none; listen to ${EVENT}`,
    });
    assert.throws(() => vpp.events(WANT), VppStateError);
  });

  it("end with the client, after those that are kept", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket });
    const [kept, waiting] = [vpp.events(EVENT), vpp.events(EVENT)];
    await kept.ready;
    await beat(sim, vpp, 1);
    await waiting.next();
    const next = waiting.next();
    await vpp.close();
    assert.equal((await next).done, true);
    assert.equal((await kept.next()).value?.sw_if_index, 1);
    assert.equal((await kept.next()).done, true);
  });

  it("that couldn't be asked for after a reconnect are asked for after the next", async () => {
    const retvals = [0, -1, 0];
    await using sim = await Simulator.start();
    sim.handle(WANT, () => ({ retval: retvals.shift() ?? 0 }));
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    const told = new Promise((resolve) => vpp.onError(resolve));
    const seen: unknown[] = [];
    await vpp.on(EVENT, ({ sw_if_index }) => seen.push(sw_if_index)).ready;
    sim.disconnect();
    assert.match(String(await told), /want_interface_events/);
    const wanted = asked(sim);
    sim.disconnect();
    await wanted;
    await beat(sim, vpp, 7);
    assert.deepEqual(seen, [7]);
  });

  it("come no more once the client is being closed", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket });
    const seen: unknown[] = [];
    vpp.onMessage(({ name }) => seen.push(name));
    await vpp.on(EVENT, ({ sw_if_index }) => seen.push(sw_if_index)).ready;
    const closed = vpp.close();
    sim.broadcast(EVENT, { sw_if_index: 1 });
    await closed;
    assert.deepEqual(seen, []);
  });

  it("listened to while there is no link are asked for on the next", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    vpp.on("control_ping_reply", () => {}); // keeps the client trying
    const lost = new Promise<void>((resolve) => {
      vpp.onState(({ kind }) => {
        if (kind === "reconnecting") resolve();
      });
    });
    sim.disconnect();
    await lost;
    const wanted = asked(sim);
    const events = vpp.events(EVENT);
    await wanted;
    await beat(sim, vpp, 4);
    assert.equal((await events.next()).value?.sw_if_index, 4);
    events.close();
  });
});
