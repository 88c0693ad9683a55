// A VPP (26.06) that meets the end of a connection while it remembers an EAGAIN spins: see docs/safety.md.
import assert from "node:assert/strict";
import { connect as connectSocket, type Socket } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { connect } from "../../src/index.ts";
import { HELLO, leaveStaleError, open, shakeHands } from "../support/hang-up.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

describe("VPP, when a connection ends", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());
  beforeEach(async () => {
    // Ends the spin of the test before.
    await vpp.vppctl("show version");
    await leaveStaleError(vpp.apiSocket);
  });

  const rude: Readonly<Record<string, (path: string) => Promise<void>>> = {
    "where nothing was ever said on it": async (path) => {
      (await open(path)).destroy();
    },
    "where the client had shaken hands": async (path) => {
      (await shakeHands(path)).socket.destroy();
    },
    "where the client had shaken hands, and only stops to write": async (path) => {
      (await shakeHands(path)).socket.end();
    },
    "inside a message": async (path) => {
      const socket = await open(path);
      socket.write(HELLO.subarray(0, 30));
      socket.destroy();
    },
  };
  for (const [name, leave] of Object.entries(rude)) {
    it(`spins ${name}, until another system call fails`, async () => {
      await leave(vpp.apiSocket);
      assert.equal(await vpp.rests(), false);
      await vpp.vppctl("show version");
      assert.equal(await vpp.rests(), true);
    });
  }

  it("is at rest where the handshake was asked for and not waited for", async () => {
    const socket = await open(vpp.apiSocket);
    socket.write(HELLO);
    socket.destroy();
    assert.equal(await vpp.rests(), true);
  });

  it("is at rest where the answer to the handshake was read in part only", async () => {
    const socket = await new Promise<Socket>((resolve) => {
      const buffer = Buffer.alloc(1 << 14);
      // Not to go on reading leaves the rest with the kernel, which tells VPP so by ECONNRESET.
      const callback = (): boolean => {
        resolve(partly);
        return false;
      };
      const partly = connectSocket({ path: vpp.apiSocket, onread: { buffer, callback } }, () =>
        partly.write(HELLO),
      );
    });
    socket.destroy();
    assert.equal(await vpp.rests(), true);
  });

  const moments: Readonly<Record<string, () => Promise<unknown>>> = {
    "at once": async () => {},
    "in the next microtask": () => Promise.resolve(),
    "in the next tick": () => new Promise<void>((resolve) => process.nextTick(resolve)),
    "in the next turn of the event loop": () => turn(),
  };
  for (const [name, moment] of Object.entries(moments)) {
    it(`is at rest where connect() was given up ${name}`, async () => {
      const control = new AbortController();
      const tries = Array.from({ length: 4 }, () =>
        connect({ socket: vpp.apiSocket, signal: control.signal, reconnect: false }),
      );
      const settled = Promise.allSettled(tries);
      await moment();
      control.abort(new Error("given up"));
      for (const { status } of await settled) assert.equal(status, "rejected");
      assert.equal(await vpp.rests(), true);
    });
  }

  it("is at rest where connecting took longer than its limit", async () => {
    await assert.rejects(connect({ socket: vpp.apiSocket, timeout: 0, reconnect: false }), {
      name: "VppTimeoutError",
    });
    assert.equal(await vpp.rests(), true);
  });

  it("is at rest where it was busy while a client left inside a request", async () => {
    const client = await connect({ socket: vpp.apiSocket, reconnect: false });
    await using other = await connect({ socket: vpp.apiSocket, name: "other" });
    // Three seconds in which its main thread reads nothing, and in which no system call of it fails.
    const route = (verb: string) => `ip route ${verb} count 200000 10.0.0.1/32 via drop`;
    const work = Array.from({ length: 8 }, (_, i) =>
      other.call("cli_inband", { cmd: route(i % 2 === 0 ? "add" : "del") }, { timeout: 60_000 }),
    );
    await turn();
    await sleep(20);
    // More than a socket holds.
    const call = assert.rejects(client.call("cli_inband", { cmd: "x".repeat(8 << 20) }), {
      reason: "closed",
    });
    await turn();
    await client.close();
    await call;
    await Promise.all(work);
    assert.equal(await vpp.rests(), true);
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });
});
