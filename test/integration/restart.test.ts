import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connect, VppConnectionError } from "../../src/index.ts";
import { skipWithoutVpp, startVpp } from "../support/vpp.ts";

describe("a VPP that dies", { skip: skipWithoutVpp }, () => {
  it("fails ten thousand calls at once; its successor with other ids is found, and subscribed to again", async () => {
    await using vpp = await startVpp();
    await using client = await connect({ socket: vpp.apiSocket, reconnect: { min: 10, max: 100 } });
    const events = client.events("sw_interface_event");
    await events.ready;
    const before = client.messageTable.get("show_version")?.id;
    await vpp.kill("SIGSTOP");
    const calls = Array.from({ length: 10_000 }, () =>
      client.call("control_ping", {}, { timeout: Number.POSITIVE_INFINITY }),
    );
    const results = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await vpp.kill("SIGKILL");
    for (const result of await results) {
      assert.ok(result.status === "rejected" && result.reason instanceof VppConnectionError);
    }
    // Plugins come before the core's modules, so every id is another.
    await vpp.restart({ plugins: "all", heapSize: "1G" });
    await client.ready();
    assert.notEqual(client.messageTable.get("show_version")?.id, before);
    assert.ok(client.schema.messages.has("acl_dump"));
    assert.ok(Array.isArray(await client.dump("acl_dump").toArray()));
    const { sw_if_index } = await client.call("create_loopback");
    await client.call("sw_interface_set_flags", { sw_if_index, flags: 1 });
    assert.equal((await events.next()).value?.sw_if_index, sw_if_index);
    events.close();
  });
});
