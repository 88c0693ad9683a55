// What is over leaves nothing behind: no listener, no timer, no try to connect, no request.
import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { connect, type StateDiagnostics } from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

function answer({ name, context, fields, peer }: Request): void {
  if (name === "echo") peer.send("echo_reply", { retval: 0, value: fields.value }, context);
  if (name === "page_get") peer.send("page_details", { value: 1 }, context);
  if (name === "want_beat_events") peer.send("want_beat_events_reply", { retval: 0 }, context);
}

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

describe("what has ended", () => {
  it("listens to its signal no longer", async () => {
    await using fake = await FakeVpp.start({ answer });
    const { signal } = new AbortController();
    const options = { signal };
    await using vpp = await connect({ socket: fake.path, definitions: schema, reconnect: false, signal });
    await vpp.call("echo", {}, options);
    await assert.rejects(vpp.call("echo", { value: "no number" }, options));
    await vpp.dump("thing_dump", {}, options).toArray();
    assert.equal((await vpp.pipeline("echo", [{}, {}], options)).calls, 2);
    await assert.rejects(async () => await vpp.pipeline("echo", [{ value: "no number" }], options));
    for await (const _ of vpp.pipeline("echo", [{}, {}], options)) break;
    const events = vpp.events("beat_event", options);
    await events.ready;
    assert.equal(getEventListeners(signal, "abort").length, 1);
    events.close();
    assert.equal(getEventListeners(signal, "abort").length, 0);
  });

  it("asks for no next part of a get that was left", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions: schema, reconnect: false });
    const asked = fake.next("page_get");
    for await (const _ of vpp.dump("page_get")) break;
    const { peer, context } = await asked;
    peer.send("page_get_reply", { retval: -165, cursor: 3 }, context);
    await vpp.call("echo", { value: 1 });
    assert.deepEqual(
      fake.requests.map(({ name }) => name),
      ["page_get", "echo"],
    );
  });

  it("has no timer: a process isn't kept by a client that was closed", async () => {
    await using fake = await FakeVpp.start({ answer });
    const before = timers();
    const vpp = await connect({ socket: fake.path, definitions: schema });
    await vpp.call("echo", { value: 1 });
    await vpp.close();
    assert.equal(timers(), before);
  });

  it("doesn't connect again: a client closed between two tries", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions: schema, reconnect: { min: 20, max: 20 } });
    const tried = new Promise<void>((resolve) => {
      vpp.onState((state) => {
        if (state.kind !== "reconnecting") return;
        // Timers of the same length fire in the order in which they were set: the client's first.
        setTimeout(resolve, state.delay);
        void vpp.close();
      });
    });
    vpp.on("beat_event", () => {});
    fake.peers.splice(0)[0]?.socket.destroy();
    await tried;
    // Connections are taken in order.
    await (await connect({ socket: fake.path, definitions: schema })).close();
    await turn();
    assert.equal(fake.peers.length, 1);
  });
});

describe("a client that couldn't connect", () => {
  const socket = "/no/such/socket";
  const told: unknown[] = [];
  const hear = (message: unknown): void => void told.push((message as StateDiagnostics).state);
  beforeEach(() => {
    told.length = 0;
    subscribe("vpp-ts:state", hear);
  });
  afterEach(() => void unsubscribe("vpp-ts:state", hear));

  it("is told of as closed, and why", async () => {
    await assert.rejects(connect({ socket }), (error) => {
      assert.deepEqual(told, [{ kind: "closed", error }]);
      return true;
    });
  });

  it("is told of as closed where its program gives up to wait for VPP", async () => {
    const control = new AbortController();
    const tried = connect({ socket, wait: 60_000, signal: control.signal });
    await turn();
    control.abort("enough");
    await assert.rejects(tried, (reason) => reason === "enough");
    assert.deepEqual(told, [{ kind: "closed", error: null }]);
  });
});
