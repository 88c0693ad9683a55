import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { loadDefinitions } from "../../src/definitions/index.ts";
import { connect, VppConnectionError, VppDefinitionError, VppStateError } from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Peer, type Request } from "./fake-vpp.ts";

const definitions = schema;
/** Of one thing_details: id, context, value. */
const DETAILS = 10;

function open(fake: FakeVpp, more: object = {}) {
  return connect({ socket: fake.path, definitions, reconnect: false, ...more });
}

/** A VPP with a dump of `total` messages, sent as fast as the client takes them. */
class Fountain {
  written = 0;
  readonly #dumps = new Set<number>();
  readonly total: number;
  constructor(total: number) {
    this.total = total;
  }

  readonly answer = ({ name, context, fields, peer }: Request): void => {
    if (name === "thing_dump") {
      this.#dumps.add(context);
      void this.#pour(peer, context);
    } else if (name === "control_ping") {
      if (!this.#dumps.has(context)) peer.send("control_ping_reply", { retval: 0, vpe_pid: 1 }, context);
    } else if (name === "echo" && fields.value === 1)
      peer.send("echo_reply", { retval: 0, value: 1 }, context);
  };

  async #pour(peer: Peer, context: number): Promise<void> {
    const batch = 1000;
    const frames = Buffer.concat(
      Array.from({ length: batch }, (_, value) => peer.frame("thing_details", { value }, context)),
    );
    while (this.written < this.total && !peer.socket.destroyed) {
      this.written += batch;
      if (!peer.socket.write(frames)) await new Promise((resolve) => peer.socket.once("drain", resolve));
    }
    peer.send("control_ping_reply", { retval: 0, vpe_pid: 1 }, context);
  }
}

/** Long enough for everything that comes without anybody's waiting. */
async function settle(): Promise<void> {
  for (let i = 0; i < 2000; i++) await turn();
}

async function fountain(total: number): Promise<{ fake: FakeVpp; water: Fountain }> {
  const water = new Fountain(total);
  const fake = await FakeVpp.start({ answer: water.answer, holdPings: true });
  return { fake, water };
}

describe("a dump whose reader lags behind", () => {
  it("makes VPP wait, while nobody else waits for the connection", async () => {
    const { fake, water } = await fountain(1_000_000);
    await using _fake = fake;
    await using vpp = await open(fake, { maxBuffered: 1 << 20 });
    let count = 0;
    for await (const _ of vpp.dump("thing_dump", {}, { timeout: 2000 })) {
      if (count++ === 0) {
        await settle();
        // Longer than the call may be silent: it is the reader's silence.
        await sleep(2500);
        assert.ok(water.written < 100_000, `${water.written} messages were sent all the same`);
      }
    }
    assert.equal(count, 1_000_000);
  });

  it("goes on while a call is in flight, and fails at the limit; the call does not", async () => {
    const { fake, water } = await fountain(200_000);
    await using _fake = fake;
    await using vpp = await open(fake, { maxBuffered: 100_000 * DETAILS, timeout: Infinity });
    const asked = fake.next("echo");
    const call = vpp.call("echo", { value: 2 });
    const { peer, context } = await asked;
    let count = 0;
    await assert.rejects(
      async () => {
        for await (const _ of vpp.dump("thing_dump")) {
          if (count++ === 0) await settle();
        }
      },
      (error) => {
        assert.ok(error instanceof VppStateError);
        assert.match(error.message, /^thing_dump: its reader lags behind by \d+ bytes.*maxBuffered/);
        return true;
      },
    );
    // Those that were kept are read before the failure is seen.
    assert.ok(count > 100_000 && count < 101_000, `${count}`);
    assert.equal(water.written, water.total);
    peer.send("echo_reply", { retval: 0, value: 2 }, context);
    assert.equal((await call).value, 2);
    assert.equal((await vpp.call("echo", { value: 1 })).value, 1);
  });

  it("fails at the limit while somebody listens to events, which go on", async () => {
    const { fake } = await fountain(200_000);
    await using _fake = fake;
    await using vpp = await open(fake, { maxBuffered: 1000 });
    let beats = 0;
    const listening = vpp.on("beat_event", () => beats++);
    listening.ready.catch(() => {});
    const { peer } = await fake.next("want_beat_events").then((request) => {
      request.peer.send("want_beat_events_reply", { retval: 0 }, request.context);
      return request;
    });
    await assert.rejects(async () => {
      for await (const _ of vpp.dump("thing_dump")) await settle();
    }, /maxBuffered/);
    peer.send("beat_event", { value: 1 }, 0);
    await vpp.call("echo", { value: 1 });
    assert.equal(beats, 1);
  });

  it("never waits for itself: a call made in the loop is answered", async () => {
    const { fake } = await fountain(50_000);
    await using _fake = fake;
    await using vpp = await open(fake);
    let count = 0;
    for await (const _ of vpp.dump("thing_dump")) {
      if (count++ % 10_000 === 0) {
        await settle();
        await vpp.call("echo", { value: 1 });
      }
    }
    assert.equal(count, 50_000);
  });

  it("knows no limit where all of it is wanted", async () => {
    const { fake } = await fountain(50_000);
    await using _fake = fake;
    await using vpp = await open(fake, { maxBuffered: 1 });
    assert.equal((await vpp.dump("thing_dump").toArray()).length, 50_000);
  });

  it("counts what waits to be read only, not what went through", async () => {
    const { fake } = await fountain(100_000);
    await using _fake = fake;
    await using vpp = await open(fake, { maxBuffered: 20_000 * DETAILS });
    let count = 0;
    for await (const _ of vpp.dump("thing_dump")) count++;
    assert.equal(count, 100_000);
  });

  it("is not taken for a silent VPP", async () => {
    const { fake } = await fountain(1_000_000);
    await using _fake = fake;
    await using vpp = await open(fake, { keepalive: 200 });
    let count = 0;
    for await (const _ of vpp.dump("thing_dump")) {
      // More than ten times the keepalive without a byte, because we don't read.
      if (count++ === 0) await sleep(2500);
    }
    assert.equal(count, 1_000_000);
  });
});

describe("limits", () => {
  it("of events are the client's, unless the stream has its own", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ name, peer, context }) =>
        name === "want_beat_events" && peer.send("want_beat_events_reply", { retval: 0 }, context),
    });
    await using vpp = await open(fake, { maxEvents: 2 });
    const usual = vpp.events("beat_event", { overflow: "drop" });
    const own = vpp.events("beat_event", { overflow: "drop", limit: 3 });
    await usual.ready;
    for (let value = 0; value < 5; value++) (fake.peers[0] as Peer).send("beat_event", { value }, 0);
    await vpp.call("control_ping");
    assert.deepEqual([usual.dropped, own.dropped], [3, 2]);
    usual.close();
    own.close();
  });

  it("that are none are refused with their name", async () => {
    for (const wrong of [0, -1, 1.5, Number.NaN, "many"]) {
      await assert.rejects(
        connect({ socket: "/nowhere", maxFrame: wrong as number }),
        (error) => error instanceof VppStateError && /^maxFrame: expected a whole number/.test(error.message),
      );
    }
    await assert.rejects(connect({ socket: "/nowhere", maxFrame: Infinity }), VppConnectionError);
  });

  it("of what is queued refuse more calls while VPP doesn't read, and only those", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ name, context, fields, peer }) =>
        name === "echo" && peer.send("echo_reply", { retval: 0, value: fields.value }, context),
    });
    await using vpp = await open(fake, { maxQueued: 1 << 16, timeout: Infinity });
    const peer = fake.peers[0] as Peer;
    peer.socket.pause();
    const calls: Promise<unknown>[] = [];
    let refused: unknown = null;
    while (refused === null) {
      const value = calls.length;
      const call = vpp.call("echo", { value }).then((reply) => assert.equal(reply.value, value));
      call.catch((error: unknown) => {
        refused = error;
      });
      calls.push(call);
      if (value % 100 === 0) await turn();
    }
    assert.ok(refused instanceof VppStateError);
    assert.match(refused.message, /^echo: \d+ bytes wait to be sent \(maxQueued\)$/);
    peer.socket.resume();
    const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected").length;
    // Those of the turn in which the first was refused.
    assert.ok(failed >= 1 && failed <= 100, `${failed}`);
    assert.equal((await vpp.call("echo", { value: 5 })).value, 5);
  });

  it("of one request refuse it, those of a message from VPP end the link", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ peer, context }) => {
        const frame = peer.frame("echo_reply", { retval: 0, value: 1 }, context);
        frame.writeUInt32BE(4001, 8);
        peer.socket.write(frame);
      },
    });
    await using tight = await open(fake, { maxRequest: 8 });
    await assert.rejects(tight.call("echo"), {
      name: "VppStateError",
      message: /^echo: \d+ bytes are more than 8 \(maxRequest\)$/,
    });
    assert.equal(fake.requests.length, 0);
    await using narrow = await open(fake, { maxFrame: 4000 });
    await assert.rejects(narrow.call("echo"), { name: "VppConnectionError", reason: "protocol" });
  });

  it("of time are refused with their name where they are none", async () => {
    const wrong: [object, string][] = [
      [{ timeout: Number.NaN }, "timeout: expected milliseconds, 0 or more, or Infinity; got NaN"],
      [{ timeout: "5000" }, 'timeout: expected milliseconds, 0 or more, or Infinity; got "5000"'],
      [{ wait: -1 }, "wait: expected milliseconds, 0 or more, or Infinity; got -1"],
      [{ keepalive: Number.NaN }, "keepalive: expected milliseconds, 0 or more, or Infinity; got NaN"],
      [{ keepalive: 0 }, "keepalive: expected at least 1 ms, got 0"],
      [{ busyPoll: -1 }, "busyPoll: expected milliseconds, 0 or more, or Infinity; got -1"],
      [{ reconnect: { min: 0 } }, "reconnect.min: expected at least 1 ms, got 0"],
      [
        { reconnect: { max: Number.NaN } },
        "reconnect.max: expected milliseconds, 0 or more, or Infinity; got NaN",
      ],
      [{ reconnect: { retries: -1 } }, "reconnect.retries: expected 0 or more, or Infinity; got -1"],
      [
        { signal: new AbortController() },
        "signal: expected an AbortSignal, got an AbortController (its `signal` is one)",
      ],
    ];
    for (const [options, message] of wrong) {
      const error = { name: "VppStateError", message: `connect: ${message}` };
      await assert.rejects(connect({ socket: "/nowhere", ...options }), error);
    }
  });

  it("and other options are refused where they are none, with what was probably meant", async () => {
    const wrong: [unknown, string][] = [
      ["/run/a.sock", 'expected options, got a string; did you mean connect({ socket: "/run/a.sock" })?'],
      [null, "expected options, got null"],
      [{ sokcet: "/run/a.sock" }, 'no option is called sokcet, did you mean "socket"?'],
      [{ socket: "/nowhere", definition: [] }, 'no option is called definition, did you mean "definitions"?'],
    ];
    for (const [options, message] of wrong) {
      const error = { name: "VppStateError", message: `connect: ${message}` };
      await assert.rejects(Reflect.apply(connect, undefined, [options]), error);
    }
  });

  it("and those of a call, which a misspelt one would leave without its time limit", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const [method, dump, event] = ["show_version", "sw_interface_dump", "sw_interface_event"] as const;
    const apply = (name: "pipeline" | "events" | "on", ...args: unknown[]): unknown =>
      Reflect.apply(vpp[name], vpp, args);
    const refused = (name: string, text: string) => ({ name: "VppStateError", message: `${name}: ${text}` });
    const misspelt = 'no option is called timeot, did you mean "timeout"?';
    const timeot = Object.assign({ timeout: 1000 }, { timeot: 5 });
    await assert.rejects(vpp.call(method, {}, timeot), refused(method, misspelt));
    await assert.rejects(vpp.api.show_version({}, timeot), refused(method, misspelt));
    await assert.rejects(vpp.dump(dump, {}, timeot).toArray(), refused(dump, misspelt));
    for (const options of [null, 5, "5"]) {
      const call = Reflect.apply(vpp.api.show_version, undefined, [{}, options]);
      const got = options === null ? "null" : typeof options;
      await assert.rejects(call, refused(method, `expected options, got ${got}`));
    }
    for (const [name, wrong, right] of [
      ["pipeline", "windw", "window"],
      ["events", "limt", "limit"],
    ] as const) {
      const what = name === "pipeline" ? method : event;
      const error = refused(what, `no option is called ${wrong}, did you mean "${right}"?`);
      assert.throws(
        () => apply(name, what, name === "pipeline" ? [] : { [wrong]: 5 }, { [wrong]: 5 }),
        error,
      );
    }
    assert.throws(
      () => apply("on", event, () => {}, { limit: 5 }),
      refused(event, "no option is called limit"),
    );
    // One that is undefined counts as left out, one that is inherited as given.
    await vpp.call(method, {}, Object.assign({ timeout: 1000 }, { tag: undefined }));
    await vpp.call(method, {}, Object.create({ timeout: 1000 }));
  });

  it("of one stream of events, and its signal, are checked before it is asked for", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    for (const limit of [0, Number.NaN, 1.5]) {
      assert.throws(() => vpp.events("sw_interface_event", { limit }), {
        message: `sw_interface_event: limit: expected a whole number above 0, or Infinity; got ${limit}`,
      });
    }
    const signal = new AbortController() as unknown;
    assert.throws(() => vpp.events("sw_interface_event", { signal: signal as AbortSignal }), {
      message: /^sw_interface_event: signal: expected an AbortSignal/,
    });
    await vpp.call("control_ping");
    assert.deepEqual(sim.received("want_interface_events"), []);
  });

  it("of definitions hold for files and for what VPP serves", async () => {
    const dir = mkdtempSync(join(tmpdir(), "vpp-ts-limits-"));
    try {
      const file = join(dir, "big.api.json");
      writeFileSync(file, `{"messages":[],"types":[]}${" ".repeat(1000)}`);
      assert.throws(() => loadDefinitions(file, { maxSize: 1000 }), {
        name: "VppDefinitionError",
        message: `${file}: 1026 bytes are more than 1000 (the limit for definitions)`,
      });
      const source = join(dir, "big.api");
      writeFileSync(source, `option version = "1.0.0";${" ".repeat(1000)}`);
      assert.throws(() => loadDefinitions(source, { maxSize: 1000 }), VppDefinitionError);
      await using fake = await FakeVpp.start();
      await assert.rejects(connect({ socket: fake.path, definitions: file, maxDefinitions: 1000 }), {
        name: "VppDefinitionError",
      });
      await using sim = await Simulator.start();
      await assert.rejects(connect({ socket: sim.socket, maxDefinitions: 1000 }), {
        name: "VppDefinitionError",
        message: /^get_api_json: \d+ bytes are more than 1000 \(maxDefinitions\)/,
      });
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
