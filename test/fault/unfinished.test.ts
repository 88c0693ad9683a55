// Messages that begin and don't end, and programs too busy to read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectionState, connect, VppConnectionError, VppTimeoutError } from "../../src/index.ts";
import { schema as definitions, tableEntries } from "./definitions.ts";
import { FakeVpp, type Peer, type Request } from "./fake-vpp.ts";

/** Milliseconds; connecting has no more either, on a machine that has other work too. */
const LIMIT = 250;

function header(size: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(size, 8);
  return bytes;
}

/** Keeps the event loop from reading. */
function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function subscribe({ name, context, peer }: Request): void {
  if (name === "want_beat_events") peer.send("want_beat_events_reply", { retval: 0 }, context);
}

describe("a message that doesn't end", () => {
  // As after bytes that were no message, of which four were taken for a length.
  for (const [what, begins] of [
    ["and answers nobody", Buffer.concat([header(1 << 20), Buffer.alloc(40, 0xff)])],
    ["nor its header", header(20).subarray(0, 11)],
  ] as const) {
    it(`${what} ends the connection, once calls time out behind it`, { timeout: 20_000 }, async () => {
      let spoilt = false;
      await using fake = await FakeVpp.start({
        answer: ({ context, fields, peer }) => {
          if (!spoilt) peer.socket.write(begins);
          spoilt = true;
          // The header that is cut short would be completed by what follows.
          if (begins.length > 16 || fake.peers.length > 1)
            peer.send("echo_reply", { retval: 0, value: fields.value }, context);
        },
      });
      await using vpp = await connect({
        socket: fake.path,
        definitions,
        timeout: LIMIT,
        reconnect: { min: 1 },
      });
      const states: ConnectionState[] = [];
      const back = new Promise<void>((resolve) => {
        vpp.onState((state) => {
          states.push(state);
          if (state.kind === "connected") resolve();
        });
      });
      await assert.rejects(vpp.call("echo", { value: 1 }), VppTimeoutError);
      while (vpp.state.kind === "connected" && states.length === 0) {
        await vpp.call("echo", { value: 2 }).catch(() => {});
      }
      await back;
      assert.equal((await vpp.call("echo", { value: 3 })).value, 3);
      const [first] = states;
      assert.ok(first?.kind === "reconnecting" && first.error instanceof VppConnectionError);
      assert.equal(first.error.reason, "protocol");
      assert.match(first.error.message, /message.* began \d+ ms ago/);
      assert.equal(fake.requests.filter(({ name }) => name === "sockclnt_delete").length, 1);
    });
  }

  it("ends it too where nobody calls, but bytes come in", { timeout: 20_000 }, async () => {
    const subscribed: Peer[] = [];
    await using fake = await FakeVpp.start({
      answer: (request) => {
        subscribe(request);
        subscribed.push(request.peer);
      },
    });
    await using vpp = await connect({
      socket: fake.path,
      definitions,
      timeout: LIMIT,
      reconnect: { min: 1 },
    });
    const heard = new Promise<unknown>((resolve) => vpp.on("beat_event", ({ value }) => resolve(value)));
    const { peer } = await fake.next("want_beat_events");
    const states: ConnectionState["kind"][] = [];
    vpp.onState(({ kind }) => states.push(kind));
    peer.socket.write(Buffer.concat([header(1 << 20), Buffer.alloc(40, 0xff)]));
    const beats = setInterval(() => {
      for (const to of subscribed) if (to.socket.writable) to.send("beat_event", { value: 7 }, 0);
    }, 10);
    try {
      assert.equal(await heard, 7);
    } finally {
      clearInterval(beats);
    }
    assert.deepEqual(states, ["reconnecting", "connected"]);
  });

  it("yet, but is young, is waited for, and so is a handshake", async () => {
    await using fake = await FakeVpp.start({ silent: true });
    const greeted = fake.next("sockclnt_create").then(async ({ peer, context }) => {
      const message_table = tableEntries(100).map(([name, index]) => ({ index, name }));
      const hello = peer.frame(
        "sockclnt_create_reply",
        { response: 0, index: 0x8000_0001, message_table },
        context,
      );
      const event = peer.frame("beat_event", { value: 1 }, 0);
      peer.socket.write(hello.subarray(0, 100));
      await sleep(5);
      peer.socket.write(Buffer.concat([hello.subarray(100), event.subarray(0, 20)]));
      await sleep(5);
      peer.socket.write(event.subarray(20, 21));
    });
    // A time that was never set would be the process's beginning.
    await sleep(Math.max(0, 1500 - performance.now()));
    await using vpp = await connect({ socket: fake.path, definitions, timeout: 1000 });
    const states: ConnectionState[] = [];
    vpp.onState((state) => states.push(state));
    await greeted;
    await sleep(20);
    assert.deepEqual(states, []);
  });

  it("yet, but answers a call that has time, is waited for", async () => {
    const asked: Request[] = [];
    await using fake = await FakeVpp.start({ answer: (request) => void asked.push(request) });
    await using vpp = await connect({ socket: fake.path, definitions, timeout: LIMIT });
    const states: ConnectionState[] = [];
    vpp.onState((state) => states.push(state));
    const slow = vpp.call("echo", { value: 1 }, { timeout: 10_000 });
    const behind = assert.rejects(vpp.call("echo", { value: 2 }, { timeout: 2 * LIMIT }), VppTimeoutError);
    const { peer, context } = await fake.next("echo");
    const answer = peer.frame("echo_reply", { retval: 0, value: 1 }, context);
    peer.socket.write(answer.subarray(0, 25));
    await behind;
    await assert.rejects(vpp.call("echo", { value: 3 }), VppTimeoutError);
    await sleep(LIMIT);
    peer.socket.write(answer.subarray(25));
    assert.equal((await slow).value, 1);
    assert.deepEqual(states, []);
  });
});

describe("a program that is busy for longer than its calls may take", () => {
  it("is told what has come meanwhile", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ context, fields, peer }) => {
        const answer = peer.frame("echo_reply", { retval: 0, value: fields.value }, context);
        peer.socket.write(answer.subarray(0, 20));
        // In the kernel at once, and there to be read while this is busy.
        setImmediate(() => {
          peer.socket.write(answer.subarray(20));
          busyFor(3 * LIMIT);
        });
      },
    });
    await using vpp = await connect({ socket: fake.path, definitions, timeout: LIMIT });
    assert.equal((await vpp.call("echo", { value: 1 })).value, 1);
    assert.equal(vpp.state.kind, "connected");
  });

  it("gives VPP a moment where it kept the request from being written", async (t) => {
    await using fake = await FakeVpp.start({
      answer: ({ context, fields, peer }) =>
        peer.send("echo_reply", { retval: 0, value: fields.value }, context),
    });
    await using vpp = await connect({ socket: fake.path, definitions, timeout: LIMIT });
    // The moment is for this test as long as it takes.
    t.mock.timers.enable({ apis: ["setTimeout"] });
    for (let value = 1; value <= 5; value++) {
      const call = vpp.call("echo", { value });
      busyFor(2 * LIMIT);
      t.mock.timers.tick(LIMIT);
      assert.equal((await call).value, value);
    }
  });

  it("is connected after a start that took it long", async (t) => {
    await using fake = await FakeVpp.start();
    // What VPP is given after a busy time is for this test as long as it takes.
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const connecting = connect({ socket: fake.path, definitions, timeout: LIMIT });
    busyFor(2 * LIMIT);
    t.mock.timers.tick(LIMIT);
    await (await connecting).close();
  });

  it("is connected where the answer to that came meanwhile", async () => {
    await using fake = await FakeVpp.start({ silent: true });
    const greeted = fake.next("sockclnt_create").then(({ peer, context }) => {
      const message_table = tableEntries(100).map(([name, index]) => ({ index, name }));
      const hello = { response: 0, index: 0x8000_0001, message_table };
      peer.send("sockclnt_create_reply", hello, context);
      busyFor(3 * LIMIT);
    });
    const vpp = await connect({ socket: fake.path, definitions, timeout: LIMIT });
    await greeted;
    await vpp.close();
  });
});
