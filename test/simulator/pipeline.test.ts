import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  connect,
  type Fields,
  VppApiError,
  VppConnectionError,
  VppPipelineError,
  VppStateError,
} from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";

function route(i: number): Fields {
  const prefix = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/32`;
  return {
    is_add: true,
    route: { prefix, paths: [{ sw_if_index: 1, nh: { address: { ip4: "192.0.2.1" } } }] },
  };
}

function* routes(count: number): Generator<Fields> {
  for (let i = 0; i < count; i++) yield route(i);
}

describe("vpp.pipeline()", () => {
  it("makes a call for each input", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    await vpp.call("create_loopback");
    const { calls, failed } = await vpp.pipeline("ip_route_add_del", routes(3000), { window: 100 });
    assert.deepEqual([calls, failed], [3000, 0]);
    let known = 0;
    for await (const { route } of vpp.dump("ip_route_dump", { table: { table_id: 0 } })) {
      if (/^10\./.test((route as { prefix: string }).prefix)) known++;
    }
    assert.equal(known, 3000);
    assert.equal(vpp.stats().get("ip_route_add_del")?.count, 3000);
  });

  it("is as good as a promise", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    let ended = 0;
    const summary = await vpp.pipeline("control_ping", [{}, {}]).finally(() => ended++);
    assert.equal(summary.calls, 2);
    const failed = await vpp
      .pipeline("delete_loopback", [{ sw_if_index: 9 }])
      .catch((error: unknown) => error);
    assert.ok(failed instanceof VppPipelineError);
    assert.equal(ended, 1);
    assert.equal(String(vpp.pipeline("control_ping", [])), "[object Pipeline]");
  });

  it("says which call VPP refused, and what was asked", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const inputs = [
      { sw_if_index: 0, flags: 1 },
      { sw_if_index: 77, flags: 1 },
    ];
    const flags = vpp.pipeline("sw_interface_set_flags", inputs);
    await assert.rejects(Promise.resolve(flags), (error) => {
      assert.ok(error instanceof VppPipelineError);
      assert.equal(error.input, inputs[1]);
      assert.ok(error.cause instanceof VppApiError);
      assert.equal(error.cause.errno, "INVALID_SW_IF_INDEX");
      return true;
    });
    const seen: (string | null)[] = [];
    for await (const { error } of vpp.pipeline("sw_interface_set_flags", inputs, { errors: "collect" })) {
      seen.push(error instanceof VppApiError ? error.errno : null);
    }
    assert.deepEqual(seen, [null, "INVALID_SW_IF_INDEX"]);
    const unchecked = await vpp.pipeline("sw_interface_set_flags", inputs, { check: false });
    assert.deepEqual([unchecked.calls, unchecked.failed], [2, 0]);
  });

  it("ends when the link is lost, and tells where to go on", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 1 } });
    let sent = 0;
    const inputs = function* (): Generator<Fields> {
      for (; sent < 100_000; sent++) {
        if (sent === 500) sim.inject({ kind: "close", message: "control_ping", times: 1 });
        yield {};
      }
    };
    const pings = vpp.pipeline("control_ping", inputs(), { window: 10 });
    await assert.rejects(Promise.resolve(pings), (error) => {
      assert.ok(error instanceof VppPipelineError);
      assert.ok(error.cause instanceof VppConnectionError);
      assert.ok(error.index >= 490 && error.index <= 510, `${error.index}`);
      return true;
    });
    assert.ok(sent <= 520, `${sent} inputs taken`);
    await vpp.ready();
    assert.deepEqual((await vpp.pipeline("control_ping", [{}, {}])).calls, 2);
  });

  it("gives its calls up with the signal, and leaves nothing in flight", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    sim.inject({ kind: "drop", message: "control_ping" });
    const stop = new AbortController();
    const pings = vpp.pipeline("control_ping", [{}, {}, {}], { signal: stop.signal, timeout: 60_000 });
    const rejected = assert.rejects(Promise.resolve(pings), /^Error: enough$/);
    await sim.waitFor("control_ping");
    stop.abort(new Error("enough"));
    await rejected;
    assert.equal(pings.calls, 3);
  });

  it("sends requests only, and only where there is a connection", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket });
    await assert.rejects(Promise.resolve(vpp.pipeline("sw_interface_dump", [{}])), VppStateError);
    await vpp.close();
    await assert.rejects(Promise.resolve(vpp.pipeline("control_ping", [{}])), VppStateError);
  });
});
