import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { generateBindings } from "../../src/cli/generate.ts";
import {
  type ApiDefinition,
  connect,
  type DumpDescriptor,
  type EventDescriptor,
  type Fields,
  type RequestDescriptor,
  VppCompatibilityError,
  VppStateError,
} from "../../src/index.ts";
import { bindingsFolder, loadBindings, RUNTIME, removeFolder } from "../support/generated.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

interface Bindings {
  readonly interfaceApi: ApiDefinition<{ readonly create_loopback: RequestDescriptor }>;
  readonly vlibApi: ApiDefinition;
  readonly createLoopback: RequestDescriptor<{ mac_address?: string }, { sw_if_index: number }>;
  readonly deleteLoopback: RequestDescriptor;
  readonly swInterfaceSetFlags: RequestDescriptor;
  readonly swInterfaceDump: DumpDescriptor<Fields, { interface_name: string }>;
  readonly swInterfaceEvent: EventDescriptor<{ sw_if_index: number; deleted: boolean }>;
}

describe("a client with generated definitions", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  let folder = "";
  let bindings: Bindings;

  before(async () => {
    vpp = await startVpp();
    folder = bindingsFolder("definitions");
    const out = join(folder, "vpp");
    mkdirSync(out);
    await generateBindings({ socket: vpp.apiSocket, out, runtime: RUNTIME, modules: ["interface", "vlib"] });
    bindings = await loadBindings(out);
  });
  after(async () => {
    removeFolder(folder);
    await vpp?.stop();
  });

  it("has just their methods, and asks VPP for nothing", async () => {
    const { interfaceApi } = bindings;
    await using client = await connect({ socket: vpp.apiSocket, definitions: [interfaceApi] });
    const { sw_if_index } = await client.api.create_loopback();
    assert.equal(typeof sw_if_index, "number");
    await client.call(bindings.deleteLoopback, { sw_if_index });
    assert.equal("show_version" in client.api, false);
    assert.equal(client.stats().has("get_api_json"), false);
    assert.throws(() => client.schema, VppStateError);
  });

  it("calls, dumps and listens by descriptors that its definitions lack", async () => {
    const { createLoopback, deleteLoopback, swInterfaceDump, swInterfaceEvent, vlibApi } = bindings;
    await using client = await connect({ socket: vpp.apiSocket, definitions: [vlibApi] });
    await using events = client.events(swInterfaceEvent);
    await events.ready;
    const { sw_if_index } = await client.call(createLoopback, { mac_address: "02:00:00:00:00:07" });
    const names = (await client.dump(swInterfaceDump)).map((itf) => itf.interface_name);
    assert.ok(names.includes("local0") && names.length === 2);
    await client.call(deleteLoopback, { sw_if_index });
    for await (const event of events) {
      if (!event.deleted) continue;
      assert.equal(event.sw_if_index, sw_if_index);
      break;
    }
  });

  it("is told at the first call what VPP has otherwise", async () => {
    const { createLoopback, swInterfaceEvent, interfaceApi } = bindings;
    await using client = await connect({ socket: vpp.apiSocket, definitions: [interfaceApi] });
    const changed = { ...createLoopback, request: { ...createLoopback.request, crc: "00000001" } };
    await assert.rejects(client.call(changed, {}), (error) => {
      assert.ok(error instanceof VppCompatibilityError);
      assert.deepEqual(
        [error.missing, error.changed],
        [[], [{ name: "create_loopback", wanted: "00000001", present: createLoopback.request.crc }]],
      );
      return true;
    });
    const event = { ...swInterfaceEvent, message: { ...swInterfaceEvent.message, crc: "00000002" } };
    assert.throws(() => client.events(event), VppCompatibilityError);
  });

  it("doesn't connect where VPP lacks what is required, and says all of it", async () => {
    const { createLoopback, interfaceApi, vlibApi } = bindings;
    const gone = { ...createLoopback, request: { ...createLoopback.request, name: "create_gone" } };
    const changed = { ...createLoopback, reply: { ...createLoopback.reply, crc: "00000003" } };
    const options = { socket: vpp.apiSocket, definitions: [interfaceApi] as const };
    await assert.rejects(connect({ ...options, required: [vlibApi, gone, changed] }), (error) => {
      assert.ok(error instanceof VppCompatibilityError);
      assert.deepEqual(error.missing, ["create_gone"]);
      assert.deepEqual(
        error.changed.map(({ name }) => name),
        ["create_loopback_reply"],
      );
      return true;
    });
    await using client = await connect({ ...options, required: [interfaceApi, vlibApi] });
    assert.equal(client.state.kind, "connected");
  });
});
