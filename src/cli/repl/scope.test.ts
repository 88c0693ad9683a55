import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { connect, Vpp } from "../../client/index.ts";
import { Stream } from "../../protocol/index.ts";
import { Simulator } from "../../simulator/index.ts";
import { InFlight } from "./in-flight.ts";
import { Origins } from "./origins.ts";
import { promptVpp } from "./scope.ts";

describe("the prompt's vpp", () => {
  let simulator: Simulator;
  let client: Vpp;
  let inFlight: InFlight;
  let origins: Origins;
  let vpp: Vpp;
  before(async () => {
    simulator = await Simulator.start();
    client = await connect({ socket: simulator.socket, definitions: simulator.schema });
    inFlight = new InFlight();
    origins = new Origins();
    const seen = promptVpp(client, inFlight, origins);
    assert.ok(seen instanceof Vpp);
    vpp = seen;
  });
  after(async () => {
    await client.close();
    await simulator.stop();
  });

  it("has all that the client has", async () => {
    assert.equal(vpp.state.kind, "connected");
    assert.equal(vpp.schema, client.schema);
    assert.equal(vpp.messageTable, client.messageTable);
    assert.match(inspect(vpp), /^Vpp \{.* state: 'connected',.* messages: \d+\n?\s*\}$/s);
    let heard = 0;
    const subscription = vpp.on("sw_interface_event", () => heard++);
    await subscription.ready;
    await vpp.call("sw_interface_set_flags", { sw_if_index: 0, flags: 1 });
    assert.equal(heard, 1);
    await subscription.close();
    assert.throws(() => vpp.api.show_versio, /did you mean "show_version"/);
    assert.equal(vpp.api, vpp.api);
  });

  it("knows of what it brings which message it was", async () => {
    const reply = await vpp.api.show_version!();
    assert.equal(origins.of(reply)?.name, "show_version_reply");
    assert.equal(origins.of(await vpp.call("show_version"))?.name, "show_version_reply");
    const dump = vpp.api.sw_interface_dump!();
    assert.ok(dump instanceof Stream);
    for (const details of [await dump, await vpp.dump("sw_interface_dump").toArray()]) {
      assert.equal(details.length > 0, true);
      for (const item of details as object[]) assert.equal(origins.of(item)?.name, "sw_interface_details");
    }
    for await (const item of vpp.api.show_version!())
      assert.equal(origins.of(item)?.name, "show_version_reply");
    assert.equal(origins.of({}), undefined);
    assert.equal(origins.of(5), undefined);
  });

  it("gives up calls in flight together, those with a signal of their own too, and goes on", async () => {
    const fault = simulator.inject({ kind: "drop" });
    const own = new AbortController();
    const calls = [
      vpp.api.show_version!(),
      vpp.call("show_version", {}, { signal: own.signal }),
      vpp.dump("sw_interface_dump").toArray(),
    ];
    inFlight.cancel();
    for (const call of calls) await assert.rejects(Promise.resolve(call), /^Error: cancelled$/);
    const call = vpp.call("show_version", {}, { signal: own.signal });
    own.abort(new Error("mine"));
    await assert.rejects(call, /^Error: mine$/);
    fault.remove();
    assert.equal((await vpp.call("show_version")).retval, 0);
  });

  it("has the methods of the VPP that it is connected to now", async () => {
    const before = vpp.api;
    const back = new Promise<void>((resolve) => {
      client.onState(({ kind }) => kind === "connected" && resolve());
    });
    await simulator.restart({ shuffleIds: true });
    await back;
    assert.equal(vpp.api, before);
    assert.equal((await vpp.api.show_version!()).retval, 0);
  });
});
