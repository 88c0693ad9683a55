import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import {
  type ConnectionState,
  connect,
  type Vpp,
  VppConnectionError,
  VppTimeoutError,
} from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

const definitions = schema;

function answer({ name, context, fields, peer }: Request): void {
  if (name === "echo") peer.send("echo_reply", { retval: 0, value: fields.value }, context);
  if (name === "want_beat_events") peer.send("want_beat_events_reply", { retval: 0 }, context);
}

function until(vpp: Vpp, kind: ConnectionState["kind"]): Promise<ConnectionState> {
  return new Promise((resolve) => {
    const off = vpp.onState((state) => {
      if (state.kind !== kind) return;
      off();
      resolve(state);
    });
  });
}

describe("connecting", () => {
  it("says who is missing", async () => {
    await assert.rejects(connect({ socket: "/nowhere/api.sock", definitions }), (error) => {
      assert.ok(error instanceof VppConnectionError);
      assert.equal(error.reason, "refused");
      assert.match(
        error.message,
        /\/nowhere\/api\.sock \(a VPP that runs makes it where .* `socksvr \{ default \}`\)$/,
      );
      return true;
    });
  });

  it("says what is there instead", async () => {
    const dir = mkdtempSync(join(tmpdir(), "vpp-ts-link-"));
    const socket = join(dir, "api.sock");
    try {
      writeFileSync(socket, "");
      await assert.rejects(
        connect({ socket, definitions }),
        /ECONNREFUSED .* \(no VPP listens there any more\)$/,
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it("waits for a socket that appears later", async () => {
    await using fake = new FakeVpp({ answer });
    const connected = connect({ socket: fake.path, definitions, wait: 10_000 });
    await sleep(60);
    await fake.listen();
    await using vpp = await connected;
    assert.equal((await vpp.call("echo", { value: 1 })).value, 1);
  });

  it("is not tried to a socket without a name, for which Node would take a port of this machine", async () => {
    await assert.rejects(connect({ socket: "" }), {
      name: "VppStateError",
      message: "the name of the socket is empty: expected a path or host:port",
    });
  });

  it("gives up where nothing answers, at the time limit or at a signal", async () => {
    await using fake = await FakeVpp.start({ silent: true });
    await assert.rejects(connect({ socket: fake.path, definitions, timeout: 30 }), VppTimeoutError);
    const signal = AbortSignal.timeout(30);
    await assert.rejects(connect({ socket: fake.path, definitions, signal }), { name: "TimeoutError" });
  });

  it("refuses a server that isn't VPP", async () => {
    await using fake = await FakeVpp.start({
      silent: true,
      answer: ({ peer }) => peer.socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
    });
    await assert.rejects(connect({ socket: fake.path, definitions }), (error) => {
      assert.ok(error instanceof VppConnectionError && error.reason === "protocol");
      return true;
    });
  });

  it("takes a port and an abstract name", async () => {
    await using fake = await FakeVpp.start({ answer });
    for (const target of [{ port: 0, host: "127.0.0.1" }, { path: `\0vpp-ts-${process.pid}` }]) {
      const { connect: dial } = await import("node:net");
      const relay = createServer((socket) => {
        const inner = dial(fake.path);
        socket.pipe(inner).pipe(socket);
      });
      await new Promise<void>((resolve) => relay.listen(target, resolve));
      const address = relay.address();
      const socket =
        address === null || typeof address === "string"
          ? `abstract:vpp-ts-${process.pid}`
          : `127.0.0.1:${address.port}`;
      const vpp = await connect({ socket, definitions });
      assert.equal((await vpp.call("echo", { value: 1 })).value, 1);
      await vpp.close();
      await new Promise((resolve) => relay.close(resolve));
    }
  });
});

describe("a lost link", () => {
  it("fails every call in flight, once and at once", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    let settled = 0;
    const asked = fake.next("echo");
    const calls = Array.from({ length: 1000 }, () => vpp.call("echo").finally(() => settled++));
    const dump = vpp.dump("page_get").toArray();
    const results = Promise.allSettled([...calls, dump]);
    (await asked).peer.socket.destroy();
    for (const result of await results) {
      assert.ok(result.status === "rejected" && result.reason instanceof VppConnectionError);
      assert.equal(result.reason.reason, "lost");
    }
    assert.equal(settled, 1000);
    assert.equal(vpp.state.kind, "closed");
  });

  it("in the middle of a frame fails the call that waits for it", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ peer, context }) => {
        peer.socket.end(peer.frame("echo_reply", { retval: 0 }, context).subarray(0, 20));
      },
    });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    await assert.rejects(vpp.call("echo"), VppConnectionError);
  });

  it("for a frame beyond the limit is given up", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ peer, context }) => {
        const frame = peer.frame("echo_reply", { retval: 0 }, context);
        frame.writeUInt32BE(0xffff_fff0, 8);
        peer.socket.write(frame);
      },
    });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    await assert.rejects(vpp.call("echo"), (error) => {
      assert.ok(error instanceof VppConnectionError && error.reason === "protocol");
      return true;
    });
  });

  it("is taken leave of where it is given up by this side", async () => {
    // A VPP (26.06) whose busy client just hangs up may spin for good.
    await using fake = await FakeVpp.start();
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    const asked = fake.next("echo");
    const call = assert.rejects(vpp.call("echo"), VppConnectionError);
    const { peer } = await asked;
    const gone = new Promise((resolve) => peer.socket.once("close", resolve));
    peer.socket.write(Buffer.alloc(16));
    await call;
    await gone;
    assert.equal(fake.requests.at(-1)?.name, "sockclnt_delete");
  });

  it("is never one on which nothing was said, also where connecting was given up", async () => {
    // A VPP (26.06) that finds such a one ended may spin for good: test/integration/hang-up.test.ts.
    await using fake = await FakeVpp.start({ silent: true });
    const control = new AbortController();
    const tried = connect({ socket: fake.path, definitions, reconnect: false, signal: control.signal });
    control.abort(new Error("given up"));
    await assert.rejects(tried, { message: "given up" });
    while (fake.peers.length === 0) await sleep(1);
    const [peer] = fake.peers;
    if (peer?.socket.closed === false) await new Promise((resolve) => peer.socket.once("close", resolve));
    assert.deepEqual(
      fake.requests.map(({ name }) => name),
      ["sockclnt_create"],
    );
  });

  it("comes back with other message ids and with its subscriptions", async () => {
    await using fake = await FakeVpp.start({ answer });
    const control = new AbortController();
    await using vpp = await connect({
      socket: fake.path,
      definitions,
      reconnect: { min: 5, max: 20 },
      signal: control.signal,
    });
    control.abort(); // for connecting only: no effect any more
    const states: string[] = [];
    vpp.onState(({ kind }) => states.push(kind));
    const beats = vpp.events("beat_event");
    await beats.ready;
    const lost = until(vpp, "reconnecting");
    const flying = assert.rejects(vpp.call("swapped"), VppConnectionError);
    const again = until(vpp, "connected");
    await fake.drop();
    await Promise.all([lost, flying]);
    await assert.rejects(vpp.call("echo"), VppConnectionError);
    fake.options.first = 500;
    const wanted = fake.next("want_beat_events");
    await fake.listen();
    await again;
    const { fields, peer } = await wanted;
    assert.deepEqual(fields, { enable_disable: 1, pid: process.pid });
    assert.equal(vpp.messageTable.get("echo")?.id, 500);
    assert.equal((await vpp.call("echo", { value: 3 })).value, 3);
    peer.send("beat_event", { value: 8 }, 0);
    assert.deepEqual(await beats.next(), { value: { pid: 0, value: 8 }, done: false });
    beats.close();
    assert.equal(states.at(0), "reconnecting");
    assert.equal(states.at(-1), "connected");
  });

  it("is tried again so many times, then the client is closed", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({
      socket: fake.path,
      definitions,
      reconnect: { min: 1, max: 2, retries: 3 },
    });
    vpp.on("beat_event", () => {}); // somebody listens, so the process stays for the next connection
    const attempts: number[] = [];
    vpp.onState((state) => {
      if (state.kind === "reconnecting") attempts.push(state.attempt);
    });
    const closed = until(vpp, "closed");
    await fake.drop();
    const state = await closed;
    assert.ok(state.kind === "closed" && state.error instanceof VppConnectionError);
    assert.deepEqual(attempts, [1, 2, 3]);
    await assert.rejects(vpp.ready(), { message: `the client is closed: ${state.error.message}` });
  });

  it("ends a wait for the next connection when the client closes", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    vpp.on("beat_event", () => {});
    const lost = until(vpp, "reconnecting");
    await fake.drop();
    await lost;
    const ready = assert.rejects(vpp.ready());
    await vpp.close();
    await ready;
  });

  it("is noticed when VPP has been silent for long, where that was asked for", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, keepalive: 10, reconnect: false });
    const closed = until(vpp, "closed");
    fake.options.silent = true;
    const state = await closed;
    assert.ok(state.kind === "closed" && state.error instanceof VppConnectionError);
    assert.match(state.error.message, /silent/);
  });

  it("is not taken for lost because the program itself was busy", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, keepalive: 20, reconnect: false });
    for (let i = 0; i < 3; i++) {
      const asked = fake.next("echo");
      const call = vpp.call("echo", { value: i });
      // The answer lies in the socket when the busy time, ten times the keepalive and more, is over.
      await asked;
      const until = performance.now() + 300;
      while (performance.now() < until);
      assert.equal((await call).value, i);
    }
  });

  it("is not taken for lost because the program was busy while nobody had asked VPP for anything", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, keepalive: 20, reconnect: false });
    const states: string[] = [];
    vpp.onState(({ kind }) => states.push(kind));
    for (let i = 0; i < 3; i++) {
      const until = performance.now() + 300;
      while (performance.now() < until);
      // Timers, reads, what they put off: all of it, twice.
      await sleep(0);
      await turn();
      await turn();
      assert.deepEqual(states, []);
      assert.equal((await vpp.call("echo", { value: i })).value, i);
    }
  });
});

describe("leaving", () => {
  it("waits no longer than a second for VPP's answer", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    fake.options.silent = true;
    await vpp.close();
    assert.equal(fake.requests.at(-1)?.name, "sockclnt_delete");
  });

  /** A request larger than the socket, of which VPP takes nothing for now; then what it hears once it does. */
  async function stalled(
    fake: FakeVpp,
    vpp: Vpp,
  ): Promise<{ call: Promise<unknown>; heard(): Promise<string[]> }> {
    const [peer] = fake.peers;
    if (peer === undefined) throw new Error("nobody is connected");
    peer.socket.pause();
    const calls = Array.from({ length: 40_000 }, (_, value) => vpp.call("echo", { value }));
    const over = new Promise((resolve) => peer.socket.once("close", resolve));
    await turn();
    return {
      call: Promise.any(calls),
      async heard() {
        fake.requests.length = 0;
        peer.socket.resume();
        await over;
        return fake.requests.filter((request) => request.peer === peer).map(({ name }) => name);
      },
    };
  }

  it("goes on in the background where VPP takes nothing for that long", async () => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    const { call, heard } = await stalled(fake, vpp);
    const refused = assert.rejects(call, AggregateError);
    await vpp.close();
    await refused;
    const names = await heard();
    assert.deepEqual([names.length > 1000, names.at(-1)], [true, "sockclnt_delete"]);
  });

  it("doesn't go on for ever", async (t) => {
    await using fake = await FakeVpp.start({ answer });
    const vpp = await connect({ socket: fake.path, definitions });
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { call, heard } = await stalled(fake, vpp);
    const refused = assert.rejects(call, AggregateError);
    const closed = vpp.close();
    t.mock.timers.tick(1000);
    await closed;
    await refused;
    t.mock.timers.tick(10_000);
    const names = await heard();
    assert.deepEqual([names.length > 1000, names.at(-1)], [true, "echo"]);
  });

  it("is what a silent VPP is given up with too", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await connect({ socket: fake.path, definitions, keepalive: 10 });
    const { call, heard } = await stalled(fake, vpp);
    await assert.rejects(call, AggregateError);
    await vpp.ready();
    assert.equal((await vpp.call("echo", { value: 7 })).value, 7);
    const names = await heard();
    assert.deepEqual([names.length > 1000, names.at(-1)], [true, "sockclnt_delete"]);
    assert.equal(vpp.state.kind, "connected");
  });

  it("takes its listeners for the process's end away with the last client", async () => {
    await using fake = await FakeVpp.start({ answer });
    const before = process.listenerCount("SIGTERM");
    const two = await Promise.all([1, 2].map(() => connect({ socket: fake.path, definitions })));
    assert.equal(process.listenerCount("SIGTERM"), before + 1);
    for (const vpp of two) await vpp.close();
    assert.equal(process.listenerCount("SIGTERM"), before);
  });
});
