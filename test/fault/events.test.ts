import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppStateError } from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Peer, type Request } from "./fake-vpp.ts";

const definitions = schema;

function answer({ name, context, peer }: Request): void {
  if (name === "want_beat_events") peer.send("want_beat_events_reply", { retval: 0 }, context);
}

function wants(fake: FakeVpp): unknown[] {
  return fake.requests
    .filter(({ name }) => name === "want_beat_events")
    .map(({ fields }) => fields.enable_disable);
}

async function beat(
  fake: FakeVpp,
  vpp: { call(name: string): Promise<unknown> },
  ...values: number[]
): Promise<void> {
  const peer = fake.peers[0] as Peer;
  for (const value of values) peer.send("beat_event", { value }, 0);
  await vpp.call("control_ping");
}

describe("events", () => {
  it("are asked for with the first listener and no more after the last", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    const seen: unknown[] = [];
    const one = vpp.on("beat_event", ({ value }) => seen.push(["one", value]));
    const two = vpp.on("beat_event", ({ value }) => seen.push(["two", value]));
    await Promise.all([one.ready, two.ready]);
    assert.deepEqual(wants(fake), [1]);
    await beat(fake, vpp, 1);
    await one.close();
    assert.deepEqual(wants(fake), [1]);
    await beat(fake, vpp, 2);
    await two.close();
    assert.deepEqual(wants(fake), [1, 0]);
    await beat(fake, vpp, 3);
    assert.deepEqual(seen, [
      ["one", 1],
      ["two", 1],
      ["two", 2],
    ]);
  });

  it("count as subscribed where VPP says that they are already (-31)", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ peer, context }) => peer.send("want_beat_events_reply", { retval: -31 }, context),
    });
    await using vpp = await connect({ socket: fake.path, definitions });
    await vpp.on("beat_event", () => {}).ready;
  });

  it("tell when VPP refuses", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ peer, context }) => peer.send("want_beat_events_reply", { retval: -1 }, context),
    });
    await using vpp = await connect({ socket: fake.path, definitions });
    await assert.rejects(vpp.on("beat_event", () => {}).ready, { errno: "UNSPECIFIED" });
    await assert.rejects(vpp.events("beat_event").next(), { errno: "UNSPECIFIED" });
  });

  it("are kept for a slow reader up to the limit, then the loop says so", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    const strict = vpp.events("beat_event", { limit: 2 });
    const loose = vpp.events("beat_event", { limit: 2, overflow: "drop" });
    await loose.ready;
    await beat(fake, vpp, 1, 2, 3, 4);
    const seen: unknown[] = [];
    await assert.rejects(async () => {
      for await (const { value } of strict) seen.push(value);
    }, VppStateError);
    assert.deepEqual(seen, [1, 2]);
    assert.equal((await loose.next()).value?.value, 1);
    assert.equal(loose.dropped, 2);
    loose.close();
    assert.equal((await loose.next()).done, true);
  });

  it("end at a signal", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    const control = new AbortController();
    const events = vpp.events("beat_event", { signal: control.signal });
    const next = assert.rejects(events.next(), /enough/);
    control.abort(new Error("enough"));
    await next;
  });

  it("reach the other listeners when one throws", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    const errors: unknown[] = [];
    const seen: unknown[] = [];
    vpp.onError((error) => errors.push(error));
    vpp.on("beat_event", () => {
      throw new Error("bad listener");
    });
    const good = vpp.on("beat_event", ({ value }) => seen.push(value));
    await good.ready;
    await beat(fake, vpp, 1, 2);
    assert.deepEqual(seen, [1, 2]);
    assert.deepEqual(errors.map(String), ["Error: bad listener", "Error: bad listener"]);
  });

  it("cost nobody the link when an error listener throws too", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    const bad = new Error("bad error listener");
    // In place of the test runner, which takes uncaught errors for failures.
    const uncaught = new Promise((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
    const told: unknown[] = [];
    vpp.onError(() => {
      throw bad;
    });
    vpp.onError((error) => told.push(error));
    await vpp.on("beat_event", () => {
      throw new Error("bad listener");
    }).ready;
    await beat(fake, vpp, 1);
    assert.equal(await uncaught, bad);
    process.setUncaughtExceptionCaptureCallback(null);
    assert.deepEqual(told.map(String), ["Error: bad listener"]);
  });

  it("of an unknown name are refused with what was meant", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions });
    assert.throws(() => vpp.on("beet_event", () => {}), /did you mean "beat_event"/);
  });

  it("end with the client, after those that are kept", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    const [kept, waiting] = [vpp.events("beat_event"), vpp.events("beat_event")];
    await kept.ready;
    await beat(fake, vpp, 1);
    await waiting.next();
    const next = waiting.next();
    await vpp.close();
    assert.equal((await next).done, true);
    assert.equal((await kept.next()).value?.value, 1);
    assert.equal((await kept.next()).done, true);
  });

  it("that couldn't be asked for after a reconnect are asked for after the next", async () => {
    const retvals = [0, -1, 0];
    await using fake = await FakeVpp.start({
      answer: ({ name, peer, context }) => {
        if (name === "want_beat_events") {
          peer.send("want_beat_events_reply", { retval: retvals.shift() ?? 0 }, context);
        }
      },
    });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: { min: 5, max: 10 } });
    const told = new Promise((resolve) => vpp.onError(resolve));
    const seen: unknown[] = [];
    await vpp.on("beat_event", ({ value }) => seen.push(value)).ready;
    await fake.drop();
    await fake.listen();
    assert.match(String(await told), /want_beat_events/);
    await fake.drop();
    const wanted = fake.next("want_beat_events");
    await fake.listen();
    (await wanted).peer.send("beat_event", { value: 7 }, 0);
    await vpp.call("control_ping");
    assert.deepEqual(seen, [7]);
  });

  it("come no more once the client is being closed", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    const seen: unknown[] = [];
    vpp.onMessage(({ name }) => seen.push(name));
    await vpp.on("beat_event", ({ value }) => seen.push(value)).ready;
    const closed = vpp.close();
    fake.peers[0]?.send("beat_event", { value: 1 }, 0);
    await closed;
    assert.deepEqual(seen, []);
  });

  it("listened to while there is no link are asked for on the next", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: { min: 5, max: 10 } });
    await using _hold = vpp.on("echo_reply", () => {});
    const lost = new Promise<void>((resolve) => {
      vpp.onState(({ kind }) => {
        if (kind === "reconnecting") resolve();
      });
    });
    await fake.drop();
    await lost;
    const events = vpp.events("beat_event");
    const wanted = fake.next("want_beat_events");
    await fake.listen();
    (await wanted).peer.send("beat_event", { value: 4 }, 0);
    assert.equal((await events.next()).value?.value, 4);
    events.close();
  });
});
