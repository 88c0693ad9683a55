// What console.log shows of the library's objects: what they are at, nothing of how they work.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { connect } from "../../src/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { openStats } from "../../src/stats/index.ts";

/** In one line, whatever its length. */
const shown = (value: unknown): string =>
  inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: 9 });

describe("console.log", () => {
  it("shows of a client where it is connected to and what it waits for", async () => {
    await using sim = await Simulator.start();
    const vpp = await connect({ socket: sim.socket, name: "shown" });
    const messages = vpp.messageTable.size;
    const open = (state: string, inFlight: number): string =>
      `Vpp { name: 'shown', socket: '${sim.socket}', state: '${state}', inFlight: ${inFlight}, messages: ${messages} }`;
    assert.equal(shown(vpp), open("connected", 0));
    const calls = [vpp.call("control_ping"), vpp.call("control_ping")];
    assert.equal(shown(vpp), open("connected", 2));
    await Promise.all(calls);
    await vpp.close();
    assert.equal(shown(vpp), open("closed", 0));
  });

  it("shows why a client is without a connection", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket, reconnect: { min: 60_000, max: 60_000 } });
    const lost = new Promise((resolve) => vpp.onState(resolve));
    await sim.stop();
    await lost;
    assert.match(shown(vpp), /state: 'reconnecting', .* error: 'VPP closed the connection' }$/);
  });

  it("shows of streams and pipelines how far they are, and that one which is not read does nothing", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    const unread = "state: 'not read yet: await it, or loop over it', kept: 0 }";
    const dump = vpp.api.sw_interface_dump();
    assert.equal(shown(dump), `Stream { request: 'sw_interface_dump', ${unread}`);
    const read = dump.toArray();
    assert.equal(shown(dump), "Stream { request: 'sw_interface_dump', state: 'being read', kept: 0 }");
    await read;
    assert.equal(shown(dump), "Stream { request: 'sw_interface_dump', state: 'ended', kept: 1 }");

    const pipeline = vpp.pipeline("control_ping", [{}, {}]);
    const fresh = "state: 'not begun: await it, or loop over it', calls: 0, failed: 0 }";
    assert.equal(shown(pipeline), `Pipeline { request: 'control_ping', ${fresh}`);
    await pipeline;
    assert.equal(shown(pipeline), "Pipeline { request: 'control_ping', state: 'over', calls: 2, failed: 0 }");

    const events = vpp.events("sw_interface_event");
    const open = "EventStream { event: 'sw_interface_event', state: 'open', kept: 0, dropped: 0 }";
    assert.equal(shown(events), open);
    events.close();
    assert.equal(shown(events), open.replace("open", "ended"));
  });

  it("shows the names of definitions, without building them", async () => {
    await using sim = await Simulator.start();
    const { size } = sim.schema.messages;
    assert.match(
      shown(sim.schema.messages),
      new RegExp(`^LazyMap\\(${size}\\) \\[ ('\\w+', ){6}\\.\\.\\. ${size - 6} more items \\]$`),
    );
  });

  it("shows of a simulator who is there, and what came with its values", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    await vpp.api.sw_interface_set_flags({ sw_if_index: 0, flags: 1 });
    assert.equal(
      shown(sim),
      `Simulator { socket: '${sim.socket}', listening: true, clients: [ 'vpp-ts' ], receivedCount: ${sim.receivedCount}, messages: ${sim.schema.messages.size} }`,
    );
    assert.match(
      shown(sim.received("sw_interface_set_flags")[0]),
      /^ReceivedMessage { client: 'vpp-ts', .* json: { sw_if_index: 0, flags: 'IF_STATUS_API_FLAG_ADMIN_UP' } }$/,
    );
  });

  it("shows in an error what VPP itself says was wrong", async () => {
    await using sim = await Simulator.start();
    await using vpp = await connect({ socket: sim.socket });
    await assert.rejects(vpp.api.cli_inband({ cmd: "show nonsense" }), {
      message: "cli_inband: UNSPECIFIED (-1): show: unknown input `nonsense'",
    });
  });

  it("shows the values of counters", async () => {
    await using sim = await Simulator.start({ stats: {} });
    const { stats } = sim;
    assert.ok(stats);
    const reader = await openStats({ socket: stats.socket });
    stats.count(0, "rx", 3, 400);
    stats.count(0, "drops", 5);
    const { socket } = stats;
    assert.equal(
      shown(reader),
      `Stats { socket: '${socket}', access: '${reader.access}', alive: true, restarts: 0 }`,
    );
    assert.equal(
      shown(reader.get("/if/rx")),
      "CombinedCounters { kind: 'combined', name: '/if/rx', threads: 1, sum: { packets: 3, bytes: 400 }, values: [ [ [ 3, 400 ] ] ] }",
    );
    assert.equal(
      shown(reader.get("/if/drops")),
      "SimpleCounters { kind: 'simple', name: '/if/drops', threads: 1, sum: 5, values: [ [ 5 ] ] }",
    );
    assert.equal(
      shown(reader.get("/if/names")),
      "Names { kind: 'names', name: '/if/names', values: [ 'local0' ] }",
    );
    assert.match(
      shown(reader.snapshot("/if/rx")),
      /^Snapshot { epoch: \d+, time: .*, entries: \[ '\/if\/rx' \] }$/,
    );
    process.env.VPP_STATS_SOCKET = socket;
    const unnamed = await openStats();
    delete process.env.VPP_STATS_SOCKET;
    assert.equal(shown(unnamed), shown(reader));
    unnamed.close();
    reader.close();
    assert.equal(shown(reader), `Stats { socket: '${socket}', closed: true }`);
  });
});
