import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { codecsOf } from "../../src/codec/index.ts";
import {
  connect,
  type Fields,
  VppApiError,
  VppCompatibilityError,
  VppConnectionError,
  VppDecodeError,
  VppEncodeError,
  VppStateError,
  VppTimeoutError,
} from "../../src/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp, type Request } from "./fake-vpp.ts";

const definitions = schema;

function open(fake: FakeVpp, more: object = {}) {
  return connect({ socket: fake.path, definitions, reconnect: false, ...more });
}

/** Answers as a well-behaved VPP would. */
function answer({ name, context, fields, peer }: Request): void {
  const value = Number(fields.value);
  switch (name) {
    case "echo":
      peer.send("echo_reply", { retval: value > 1000 ? -2 : 0, value }, context);
      break;
    case "thing_dump":
      for (let i = 0; i < Number(fields.count); i++) peer.send("thing_details", { value: i }, context);
      break;
    case "page_get": {
      const cursor = Number(fields.cursor);
      for (let i = 0; i < 3; i++) peer.send("page_details", { value: cursor + i }, context);
      peer.send("page_get_reply", { retval: cursor < 9 ? -165 : 0, cursor: cursor + 3 }, context);
      break;
    }
    case "trail_dump":
      peer.send("trail_dump_reply", { retval: -6 }, context);
      break;
    case "mactime_like_dump":
      peer.send("mactime_like_details", { value: 7 }, context);
      peer.send("mactime_like_dump_reply", { retval: -160 }, context);
      break;
    case "tunnel_dump_v2":
      peer.send("tunnel_details_v2", { value: 1 }, context);
      peer.send("tunnel_details_v2", { value: 2 }, context);
      break;
    case "unsigned_op":
      peer.send("unsigned_op_reply", { retval: 0xffff_ff61 }, context);
      break;
    case "plugin_version":
      peer.send("plugin_version_reply", { major: 3 }, context);
      break;
    case "swapped":
      peer.socket.write(peer.frame("swapped_reply", { retval: 0 }, context, 0xffff_0000));
      break;
  }
}

describe("calls", () => {
  it("match replies by context, whatever their order", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const held: Request[] = [];
    fake.options.answer = (request) => {
      held.push(request);
      if (held.length === 3) for (const one of held.reverse()) answer(one);
    };
    const replies = await Promise.all([1, 2, 3].map((value) => vpp.call("echo", { value })));
    assert.deepEqual(
      replies.map(({ value }) => value),
      [1, 2, 3],
    );
  });

  it("take replies that arrive byte by byte", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const asked = fake.next("echo");
    const reply = vpp.call("echo", { value: 5 });
    const { peer, context } = await asked;
    for (const byte of peer.frame("echo_reply", { retval: 0, value: 5 }, context)) {
      peer.socket.write(Buffer.of(byte));
      await turn();
    }
    assert.deepEqual(await reply, { retval: 0, value: 5 });
  });

  it("ignore a reply with the right context of another message, and one with a wrong context", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const strays: (string | number | null)[] = [];
    vpp.onMessage(({ name, context }) => strays.push(name, context));
    const asked = fake.next("echo");
    const reply = vpp.call("echo", { value: 5 });
    const { peer, context } = await asked;
    peer.send("unsigned_op_reply", { retval: 0 }, context);
    peer.send("echo_reply", { retval: 0, value: 666 }, context + 1);
    peer.send("echo_reply", { retval: 0, value: 666 }, (context + 0x4000_0000) >>> 0);
    peer.send("echo_reply", { retval: 0, value: 5 }, context);
    assert.deepEqual(await reply, { retval: 0, value: 5 });
    assert.deepEqual(strays, [
      "unsigned_op_reply",
      context,
      "echo_reply",
      context + 1,
      "echo_reply",
      (context + 0x4000_0000) >>> 0,
    ]);
  });

  it("throw on a negative retval, unless told to hand it back", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    await assert.rejects(vpp.call("echo", { value: 2000 }), (error) => {
      assert.ok(error instanceof VppApiError);
      assert.deepEqual(
        [error.retval, error.errno, error.messageName, error.reply],
        [-2, "INVALID_SW_IF_INDEX", "echo", { retval: -2, value: 2000 }],
      );
      return true;
    });
    assert.deepEqual(await vpp.call("echo", { value: 2000 }, { check: false }), { retval: -2, value: 2000 });
  });

  it("read an unsigned retval as what it means, and take replies without one", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    await assert.rejects(vpp.call("unsigned_op"), { retval: -159, errno: "API_ENDIAN_FAILED" });
    assert.deepEqual(await vpp.call("plugin_version"), { major: 3 });
    assert.deepEqual(await vpp.call("swapped"), { retval: 0 });
  });

  it("that expect no reply are kept at once", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const told = fake.next("tell");
    assert.equal(await vpp.call("tell", { value: 9 }), undefined);
    assert.deepEqual((await told).fields, { value: 9 });
  });

  it("time out, and drop the late reply", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const asked = fake.next("echo");
    await assert.rejects(vpp.call("echo", { value: 1 }, { timeout: 20 }), (error) => {
      assert.ok(error instanceof VppTimeoutError);
      assert.deepEqual([error.messageName, error.timeout], ["echo", 20]);
      return true;
    });
    const { peer, context } = await asked;
    fake.options.answer = (request) => {
      peer.send("echo_reply", { retval: 0, value: 1 }, context);
      answer(request);
    };
    assert.deepEqual(await vpp.call("echo", { value: 2 }), { retval: 0, value: 2 });
  });

  it("take limits longer than a timer can be", async () => {
    await using fake = await FakeVpp.start();
    const warnings: Error[] = [];
    const warned = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", warned);
    await using vpp = await open(fake, { timeout: 2 ** 31 });
    const asked = fake.next("echo");
    const reply = vpp.call("echo", { value: 5 }, { timeout: 2 ** 40 });
    const request = await asked;
    await turn();
    answer(request);
    assert.equal((await reply).value, 5);
    process.removeListener("warning", warned);
    assert.deepEqual(warnings, []);
  });

  it("give up at a signal, before and after sending", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    await assert.rejects(vpp.call("echo", {}, { signal: AbortSignal.abort(new Error("before")) }), /before/);
    assert.equal(fake.requests.length, 0);
    const control = new AbortController();
    const asked = fake.next("echo");
    const reply = vpp.call("echo", {}, { signal: control.signal });
    await asked;
    control.abort(new Error("after"));
    await assert.rejects(reply, /after/);
  });

  it("with options that are none are refused, and cost nobody the link", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const other = vpp.call("echo", { value: 7 });
    const signals: [unknown, RegExp][] = [
      [
        new AbortController(),
        /^echo: signal: expected an AbortSignal, got an AbortController \(its `signal` is one\)$/,
      ],
      ["now", /^echo: signal: expected an AbortSignal, got "now"$/],
      [null, /^echo: signal: expected an AbortSignal, got null$/],
    ];
    for (const [signal, message] of signals) {
      const options = { signal: signal as AbortSignal };
      await assert.rejects(vpp.call("echo", {}, options), { name: "VppStateError", message });
      await assert.rejects(vpp.dump("thing_dump", {}, options).toArray(), { name: "VppStateError" });
    }
    for (const timeout of [Number.NaN, -1, "5", null]) {
      await assert.rejects(vpp.call("echo", {}, { timeout: timeout as number }), {
        name: "VppStateError",
        message: /^echo: timeout: expected milliseconds, 0 or more, or Infinity; got /,
      });
    }
    assert.equal((await other).value, 7);
    assert.equal((await vpp.call("echo", { value: 8 }, { timeout: Infinity })).value, 8);
    assert.equal(fake.requests.length, 2);
  });

  it("of a dump, and dumps of a request, are refused with the right way", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    for (const name of ["thing_dump", "page_get"]) {
      await assert.rejects(vpp.call(name), {
        name: "VppStateError",
        message: new RegExp(`^${name}: answered by many messages: vpp\\.dump\\("${name}"\\)`),
      });
    }
    for (const name of ["echo", "tell"]) {
      await assert.rejects(vpp.dump(name).toArray(), {
        name: "VppStateError",
        message: new RegExp(`^${name}: no dump: vpp\\.call\\("${name}"\\)`),
      });
    }
    assert.equal(fake.requests.length, 0);
  });

  it("send nothing of a request that can't be encoded", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const good = vpp.call("echo", { value: 1 });
    await assert.rejects(vpp.call("echo", { value: "one" }), VppEncodeError);
    const also = vpp.call("echo", { value: 2 });
    assert.deepEqual([(await good).value, (await also).value], [1, 2]);
    assert.equal(fake.requests.length, 2);
  });

  it("are sent after one that couldn't be encoded and was alone", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    await assert.rejects(vpp.call("echo", { value: "one" }), VppEncodeError);
    await turn();
    assert.equal((await vpp.call("echo", { value: 2 }, { timeout: 1000 })).value, 2);
  });

  it("fail alone when their reply can't be decoded", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake);
    const asked = fake.next("echo");
    const reply = vpp.call("echo", { value: 1 });
    const { peer, context } = await asked;
    const frame = peer.frame("echo_reply", { retval: 0, value: 1 }, context).subarray(0, -2);
    frame.writeUInt32BE(frame.length - 16, 8);
    peer.socket.write(frame);
    await assert.rejects(reply, VppDecodeError);
    fake.options.answer = answer;
    assert.equal((await vpp.call("echo", { value: 3 })).value, 3);
  });

  it("name what was probably meant, what VPP lacks and what it has changed", async () => {
    await using fake = await FakeVpp.start({
      change: (entry) =>
        entry.startsWith("echo_0") ? "echo_00000001" : entry.startsWith("plugin_version") ? null : entry,
    });
    await using vpp = await open(fake);
    await assert.rejects(
      vpp.call("ecko"),
      (error) => error instanceof VppStateError && /mean "echo"/.test(error.message),
    );
    assert.throws(() => Reflect.get(vpp.api, "ecko"), /did you mean "echo"/);
    await assert.rejects(vpp.call("echo"), (error) => {
      assert.ok(error instanceof VppCompatibilityError);
      assert.deepEqual(error.changed, [{ name: "echo", wanted: "0badcafe", present: "00000001" }]);
      return true;
    });
    await assert.rejects(vpp.call("plugin_version"), { missing: ["plugin_version", "plugin_version_reply"] });
    assert.deepEqual(vpp.checkCompatibility(["echo", "tell", "plugin_version", "swapped_0badcaff"]), {
      ok: false,
      missing: ["plugin_version"],
      changed: [
        { name: "echo", wanted: "0badcafe", present: "00000001" },
        { name: "swapped", wanted: "0badcaff", present: "0badcafe" },
      ],
    });
  });

  it("can be asked for by what was generated of them", async () => {
    await using fake = await FakeVpp.start({
      change: (entry) => (entry.startsWith("echo_reply") ? "echo_reply_00000001" : entry),
    });
    await using vpp = await open(fake);
    const [echo, dump] = [codecsOf(schema).exchange("echo"), codecsOf(schema).exchange("thing_dump")];
    assert.ok(echo && dump);
    assert.deepEqual(vpp.checkCompatibility([dump, dump.request]), { ok: true, missing: [], changed: [] });
    assert.deepEqual(vpp.checkCompatibility([echo, dump]).changed, [
      { name: "echo_reply", wanted: "0badcafe", present: "00000001" },
    ]);
  });

  it("that could kill VPP are refused", async () => {
    await using fake = await FakeVpp.start();
    await using vpp = await open(fake, { maxRequest: 64 });
    await assert.rejects(vpp.call("sockclnt_delete", { index: 1 }), /unsafe: true/);
    assert.throws(() => vpp.send("sockclnt_delete", { index: 1 }), /unsafe: true/);
  });

  it("beyond maxInFlight are refused", async () => {
    await using fake = await FakeVpp.start();
    const vpp = await open(fake, { maxInFlight: 2 });
    const held = [vpp.call("echo"), vpp.call("echo")];
    await assert.rejects(vpp.call("echo"), /maxInFlight/);
    const settled = Promise.allSettled(held);
    await vpp.close();
    for (const result of await settled) assert.equal(result.status, "rejected");
  });

  it("in flight fail at once when the client closes, and no more are taken", async () => {
    await using fake = await FakeVpp.start();
    const vpp = await open(fake);
    let settled = 0;
    const calls = Array.from({ length: 100 }, () =>
      vpp.call("echo").catch((error: unknown) => {
        settled++;
        return error;
      }),
    );
    const closed = vpp.close();
    for (const error of await Promise.all(calls)) {
      assert.ok(error instanceof VppConnectionError && error.reason === "closed");
    }
    await closed;
    await vpp.close();
    assert.equal(settled, 100);
    await assert.rejects(vpp.call("echo"), (error) => error instanceof VppStateError && !("cause" in error));
    assert.equal(fake.requests.at(-1)?.name, "sockclnt_delete");
    assert.deepEqual(fake.requests.at(-1)?.fields, { index: 0x8000_0001 });
  });

  it("sent raw give their context; all answers go to one callback", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const got: [string, number | null, Fields | null][] = [];
    const done = new Promise<void>((resolve) => {
      vpp.onMessage(({ name, context, fields }) => {
        got.push([name, context, fields]);
        if (name === "control_ping_reply") resolve();
      });
    });
    const dump = vpp.send("thing_dump", { count: 2 });
    const ping = vpp.send("control_ping");
    await done;
    assert.deepEqual(got, [
      ["thing_details", dump, { value: 0 }],
      ["thing_details", dump, { value: 1 }],
      ["control_ping_reply", ping, { retval: 0, vpe_pid: 1 }],
    ]);
    assert.notEqual(dump, ping);
  });

  it("are counted by message", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    await Promise.all([vpp.call("echo"), vpp.call("echo"), vpp.call("plugin_version")]);
    const stats = vpp.stats();
    assert.deepEqual([stats.get("echo")?.count, stats.get("plugin_version")?.count], [2, 1]);
  });
});

describe("dumps", () => {
  it("come as a loop, as an array, and by awaiting", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const seen: unknown[] = [];
    for await (const { value } of vpp.dump("thing_dump", { count: 3 })) seen.push(value);
    assert.deepEqual(seen, [0, 1, 2]);
    const all = await vpp.dump("thing_dump", { count: 3 }).toArray();
    assert.deepEqual(all, [{ value: 0 }, { value: 1 }, { value: 2 }]);
    assert.deepEqual(all.reply, { retval: 0, vpe_pid: 1 });
    assert.equal((await vpp.dump("thing_dump", { count: 2 })).length, 2);
    const dump = vpp.dump("thing_dump");
    await dump.toArray();
    assert.deepEqual(await dump.reply, { retval: 0, vpe_pid: 1 });
  });

  it("can be left early, and nobody else loses a message", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    for await (const { value } of vpp.dump("thing_dump", { count: 1000 })) {
      if (value === 2) break;
    }
    const [one, two] = await Promise.all([
      vpp.dump("thing_dump", { count: 5 }).toArray(),
      vpp.call("echo", { value: 4 }),
    ]);
    assert.equal(one.length, 5);
    assert.equal(two.value, 4);
  });

  it("of the other kind go on from their cursor", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const pages = await vpp.dump("page_get").toArray();
    assert.deepEqual(
      pages.map(({ value }) => value),
      Array.from({ length: 12 }, (_, i) => i),
    );
    assert.deepEqual(pages.reply, { retval: 0, cursor: 12 });
    assert.equal(new Set(fake.requests.map(({ context }) => context)).size, 4);
  });

  it("that end in a refusal throw it after what came, or hand it back", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    await assert.rejects(vpp.dump("trail_dump").toArray(), { errno: "NO_SUCH_ENTRY" });
    const trail = await vpp.dump("trail_dump", {}, { check: false }).toArray();
    assert.deepEqual([[...trail], trail.reply], [[], { retval: -6 }]);
  });

  it("end with the ping, not with a reply that is in no service", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    assert.deepEqual([...(await vpp.dump("mactime_like_dump").toArray())], [{ value: 7 }]);
  });

  it("whose details are declared as events are dumps all the same", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    assert.deepEqual([...(await vpp.dump("tunnel_dump_v2").toArray())], [{ value: 1 }, { value: 2 }]);
  });

  it("whose reader lags pause the connection, and a call made meanwhile is answered", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    let count = 0;
    for await (const { value } of vpp.dump("thing_dump", { count: 50_000 })) {
      assert.equal(value, count++);
      if (count % 10_000 === 1) {
        await turn();
        assert.equal((await vpp.call("echo", { value: 1 })).value, 1);
      }
    }
    assert.equal(count, 50_000);
  });

  it("are read once", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const dump = vpp.dump("thing_dump", { count: 1 });
    await dump.toArray();
    await assert.rejects(async () => {
      for await (const _ of dump);
    }, VppStateError);
  });

  it("stop at a signal, and after a silence", async () => {
    await using fake = await FakeVpp.start({
      answer: ({ name, peer, context }) => {
        if (name === "page_get") peer.send("page_details", { value: 1 }, context);
      },
    });
    await using vpp = await connect({ socket: fake.path, definitions, reconnect: false });
    const control = new AbortController();
    const seen: unknown[] = [];
    await assert.rejects(async () => {
      for await (const { value } of vpp.dump("page_get", {}, { signal: control.signal })) {
        seen.push(value);
        control.abort(new Error("enough"));
      }
    }, /enough/);
    assert.deepEqual(seen, [1]);
    await assert.rejects(vpp.dump("page_get", {}, { timeout: 20 }).toArray(), VppTimeoutError);
  });
});

describe("vpp.api", () => {
  it("has a method for each request, made once", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const { echo, thing_dump } = vpp.api;
    assert.ok(echo && thing_dump);
    assert.equal(vpp.api.echo, echo);
    assert.equal(echo.name, "echo");
    assert.deepEqual(Object.keys(vpp.api).sort(), [...schema.services.keys()].sort());
    assert.ok("echo" in vpp.api && !("then" in vpp.api));
  });

  it("gives what can be awaited and iterated, whatever the kind", async () => {
    await using fake = await FakeVpp.start({ answer });
    await using vpp = await open(fake);
    const { echo, thing_dump } = vpp.api;
    assert.ok(echo && thing_dump);
    assert.deepEqual(await echo({ value: 3 }), { retval: 0, value: 3 });
    assert.deepEqual(await echo({ value: 3 }).toArray(), [{ retval: 0, value: 3 }]);
    const seen: unknown[] = [];
    for await (const reply of echo({ value: 3 })) seen.push(reply.value);
    for await (const details of thing_dump({ count: 2 })) seen.push(details.value);
    assert.deepEqual(seen, [3, 0, 1]);
    assert.deepEqual(Object.values(await thing_dump({ count: 2 })), [{ value: 0 }, { value: 1 }]);
    assert.ok(echo({ value: 1 }) instanceof Promise);
    await assert.rejects(echo({ value: 2000 }).toArray(), VppApiError);
  });
});
