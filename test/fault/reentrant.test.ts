// The program's own code runs in the midst of a call: in a subscriber of the diagnostics, in a getter of its fields.
import assert from "node:assert/strict";
import { type Channel, channel } from "node:diagnostics_channel";
import { describe, it } from "node:test";
import {
  connect,
  type ErrorDiagnostics,
  type ReplyDiagnostics,
  type Vpp,
  VppConnectionError,
  VppStateError,
} from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { schema } from "./definitions.ts";
import { FakeVpp } from "./fake-vpp.ts";

/** Runs `act` at the first message on the channel that is meant. */
function once<T>(on: Channel, meant: (message: T) => boolean, act: () => void): void {
  const heard = (message: unknown): void => {
    if (!meant(message as T)) return;
    on.unsubscribe(heard);
    act();
  };
  on.subscribe(heard);
}

describe("a client closed by a subscriber of its diagnostics", () => {
  for (const ask of ["show_version", "sw_interface_dump"]) {
    it(`that hears of ${ask} ends that call too, and says goodbye last`, async () => {
      await using sim = await Simulator.start();
      const vpp = await connect({ socket: sim.socket, reconnect: false });
      sim.inject({ kind: "drop", message: "show_version" });
      sim.inject({ kind: "drop", message: "control_ping" });
      let closed: Promise<void> | null = null;
      once(
        channel("vpp-ts:request"),
        () => true,
        () => {
          closed = vpp.close();
        },
      );
      const call = ask === "show_version" ? vpp.call(ask) : vpp.dump(ask).toArray();
      await assert.rejects(call, { name: "VppConnectionError", reason: "closed" });
      await closed;
      assert.equal(sim.received().at(-1)?.message, "sockclnt_delete");
    });
  }

  it("between two parts of an answer asks for no more behind its goodbye", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: false });
    const pmtu = (i: number) => ({ pmtu: { nh: `10.0.${i >> 8}.${i & 255}`, path_mtu: 1300 } });
    for (let i = 0; i < 200; i++) await vpp.call("ip_path_mtu_update", pmtu(i));
    let closed: Promise<void> | null = null;
    once<ReplyDiagnostics>(
      channel("vpp-ts:reply"),
      ({ retval }) => retval === -165,
      () => {
        closed = vpp.close();
      },
    );
    await assert.rejects(vpp.dump("ip_path_mtu_get").toArray(), {
      name: "VppConnectionError",
      reason: "closed",
    });
    assert.notEqual(closed, null);
    await closed;
    assert.equal(sim.received().at(-1)?.message, "sockclnt_delete");
  });
});

describe("a client closed by a subscriber of its errors", () => {
  /** Closes the client when the call in flight has failed; all promises of `close`. */
  function closing(vpp: Vpp): { closes: Promise<void>[]; states: string[] } {
    const closes: Promise<void>[] = [];
    const states: string[] = [];
    vpp.onState(({ kind }) => states.push(kind));
    once<ErrorDiagnostics>(
      channel("vpp-ts:error"),
      ({ error }) => error instanceof VppConnectionError,
      () => closes.push(vpp.close()),
    );
    return { closes, states };
  }

  it("while it is being closed says goodbye once, and both closes settle", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket });
    sim.inject({ kind: "drop", message: "show_version" });
    const { closes, states } = closing(vpp);
    const call = assert.rejects(vpp.call("show_version"), { reason: "closed" });
    await vpp.close();
    await call;
    assert.equal(closes.length, 1);
    await closes[0];
    assert.deepEqual(states, ["closed"]);
    assert.equal(sim.received().filter(({ message }) => message === "sockclnt_delete").length, 1);
  });

  it("while its link is given up for silence isn't connected again", async () => {
    await using fake = await FakeVpp.start();
    const vpp = await connect({ socket: fake.path, definitions: schema, keepalive: 10 });
    const { closes, states } = closing(vpp);
    fake.options.silent = true;
    await assert.rejects(vpp.call("echo", { value: 1 }), { reason: "lost" });
    assert.equal(closes.length, 1);
    await closes[0];
    assert.deepEqual(states, ["closed"]);
    assert.equal(fake.requests.filter(({ name }) => name === "sockclnt_delete").length, 1);
    assert.equal(fake.peers.length, 1);
  });
});

describe("fields whose reading", () => {
  it("makes another call don't tear the message that they are for", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const inner: Promise<PromiseSettledResult<unknown>[]>[] = [];
    const fields = {
      get cmd(): string {
        const calls = [vpp.call("show_version"), vpp.dump("sw_interface_dump").toArray()];
        inner.push(Promise.allSettled(calls));
        return "show version";
      },
    };
    sim.clearReceived();
    assert.equal((await vpp.call("cli_inband", fields)).retval, 0);
    const results = (await Promise.all(inner)).flat();
    assert.ok(results.length > 0);
    for (const result of results) {
      assert.ok(result.status === "rejected" && result.reason instanceof VppStateError);
    }
    assert.deepEqual(
      sim.received().map(({ message }) => message),
      ["cli_inband"],
    );
  });

  it("closes the client don't put the goodbye into the message that they are for", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket });
    let closed: Promise<unknown> | null = null;
    const fields = {
      get cmd(): string {
        closed = assert.rejects(vpp.close(), VppStateError);
        return "show version";
      },
    };
    assert.equal((await vpp.call("cli_inband", fields)).retval, 0);
    await closed;
    await vpp.close();
    assert.equal(sim.received().at(-1)?.message, "sockclnt_delete");
  });
});
