import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import {
  type ConnectionState,
  connect,
  type StateDiagnostics,
  type Vpp,
  VppConnectionError,
  VppStateError,
} from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";

/** Another table of messages: the client asks for definitions anew. */
const OTHER = { crcs: { show_threads: "00000001" } };

describe("a reconnect to another VPP", () => {
  it("delivers no event before it knows the definitions", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    const told: unknown[] = [];
    vpp.onError((error) => told.push(error));
    vpp.onMessage(({ name }) => told.push(name));
    await vpp.on("sw_interface_event", (event) => told.push(event)).ready;
    await sim.restart(OTHER);
    sim.clearReceived();
    sim.inject({ kind: "delay", message: "get_api_json", ms: 50 });
    await sim.waitFor("get_api_json");
    sim.broadcast("sw_interface_event", { sw_if_index: 1 });
    await vpp.ready();
    assert.deepEqual(told, []);
  });
});

describe("vpp.api", () => {
  it("has the requests of the VPP that is connected to now", async () => {
    const dir = mkdtempSync(join(tmpdir(), "vpp-ts-"));
    const socket = join(dir, "api.sock");
    const extra = join(dir, "extra.api");
    writeFileSync(
      extra,
      'option version = "1.0.0"; autoreply define extra { u32 client_index; u32 context; };',
    );
    const first = await Simulator.start({ socket });
    await using vpp = await connect({ socket, reconnect: { min: 5, max: 10 } });
    const old = vpp.api;
    assert.throws(() => old.extra, VppStateError);
    const back = new Promise<void>((resolve) => {
      vpp.onState(({ kind }) => {
        if (kind === "connected") resolve();
      });
    });
    vpp.on("sw_interface_event", () => {}); // keeps the client trying
    await first.stop();
    await using _ = await Simulator.start({ socket, api: extra });
    await back;
    assert.equal(typeof vpp.api.extra, "function");
    assert.equal((await old.show_version()).retval, 0);
    rmSync(dir, { recursive: true });
  });

  it("has dumps that are asked when they are read, without a connection too", async () => {
    const sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    await sim.stop();
    await assert.rejects(vpp.api.show_version(), VppConnectionError);
    const dump = vpp.api.sw_interface_dump();
    const { reply } = dump;
    // Nobody reads it yet, so nobody can miss an error: it would be an unhandled rejection by now.
    await turn();
    await assert.rejects(dump.toArray(), VppConnectionError);
    await assert.rejects(reply, VppConnectionError);
    vpp.api.sw_interface_dump();
    await turn();
  });
});

/** Runs once the try to connect again that follows the loss has begun, and before its socket is open. */
function inNextTry(vpp: Vpp, run: () => void): void {
  const off = vpp.onState((state) => {
    if (state.kind !== "reconnecting") return;
    off();
    // Timers of the same length fire in the order in which they were set: the client's first.
    setTimeout(run, state.delay);
  });
}

describe("closing", () => {
  it("while another VPP's definitions are being asked for ends", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 10 } });
    vpp.onState(() => {});
    vpp.on("sw_interface_event", () => {}); // keeps the client trying
    await sim.restart(OTHER);
    sim.clearReceived();
    sim.inject({ kind: "delay", message: "get_api_json", ms: 50 });
    await sim.waitFor("get_api_json");
    await vpp.close();
    assert.equal(vpp.state.kind, "closed");
  });

  it("while the socket is being opened again leaves no connection behind", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 20, max: 20 } });
    const closed = new Promise<void>((resolve) => inNextTry(vpp, () => resolve(vpp.close())));
    vpp.on("sw_interface_event", () => {});
    sim.disconnect();
    await closed;
    // Connections are taken in order: with this one's, what became of the other's is to be seen.
    await (await connect({ socket: sim.socket })).close();
    while (sim.clients.length > 0) await turn();
  });

  it("again, while a first close during a reconnect still waits, waits too", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 5 } });
    vpp.on("sw_interface_event", () => {});
    const ends: string[] = [];
    sim.inject({ kind: "drop", message: "sockclnt_create" });
    sim.clearReceived();
    const hello = sim.waitFor("sockclnt_create");
    sim.disconnect();
    await hello;
    const first = vpp.close().then(() => ends.push("first"));
    const second = vpp.close().then(() => ends.push("second"));
    await Promise.all([first, second]);
    assert.deepEqual(ends, ["first", "second"]);
  });
});

describe("listeners of the state", () => {
  it("hear the same sequence, also where one of them closes the client", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 5 } });
    vpp.on("sw_interface_event", () => {});
    const closed = new Promise<void>((resolve) => {
      vpp.onState(({ kind }) => {
        if (kind === "connected") resolve(vpp.close());
      });
    });
    const heard: ConnectionState["kind"][] = [];
    vpp.onState(({ kind }) => heard.push(kind));
    sim.disconnect();
    await closed;
    assert.deepEqual(heard, ["reconnecting", "connected", "closed"]);
  });

  it("hear of a connection first, and then that it was closed where a subscription was renewed", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 5 } });
    await vpp.on("sw_interface_event", () => {}).ready;
    const heard: string[] = [];
    vpp.onState(({ kind }) => heard.push(kind));
    let closed: Promise<void> | null = null;
    const closing = (): void => {
      closed ??= vpp.close();
    };
    diagnostics.subscribe("vpp-ts:request", closing);
    sim.disconnect();
    while (vpp.state.kind !== "closed") await turn();
    diagnostics.unsubscribe("vpp-ts:request", closing);
    await closed;
    assert.deepEqual(heard, ["reconnecting", "connected", "closed"]);
  });

  it("hear the same sequence as subscribers of diagnostics, also where one of these closes the client", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, reconnect: { min: 5, max: 5 } });
    vpp.on("sw_interface_event", () => {});
    const heard: string[] = [];
    const tapped: string[] = [];
    let closed: Promise<void> | null = null;
    const closing = (): void => {
      closed ??= vpp.close();
    };
    const listening = (message: unknown): void => {
      tapped.push((message as StateDiagnostics).state.kind);
    };
    vpp.onState(({ kind }) => heard.push(kind));
    diagnostics.subscribe("vpp-ts:state", closing);
    diagnostics.subscribe("vpp-ts:state", listening);
    sim.disconnect();
    while (vpp.state.kind !== "closed") await turn();
    diagnostics.unsubscribe("vpp-ts:state", closing);
    diagnostics.unsubscribe("vpp-ts:state", listening);
    await closed;
    assert.deepEqual(heard, ["reconnecting", "closed"]);
    assert.deepEqual(tapped, heard);
  });
});
