// The four tests of VPP's first Python client, and what goes with them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Vpp as Client, connect } from "../../src/index.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

describe("a real VPP", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  let client: Client;
  before(async () => {
    vpp = await startVpp({ plugins: ["ping"] });
    client = await connect({ socket: vpp.apiSocket, name: "integration" });
  });
  after(async () => {
    await client.close();
    await vpp.stop();
  });

  it("tells its version and lists the client", async () => {
    const { program, version } = await client.call("show_version");
    assert.equal(program, "vpe");
    assert.match(String(version), /^\d\d\.\d\d/);
    assert.match(await vpp.vppctl("show api clients"), /integration/);
  });

  it("dumps its interfaces", async () => {
    const interfaces = await client.dump("sw_interface_dump").toArray();
    assert.deepEqual(
      interfaces.map((itf) => itf.interface_name),
      ["local0"],
    );
  });

  it("makes a loopback, gives it an address and sends the event of its going up", async () => {
    const events = client.events("sw_interface_event");
    await events.ready;
    const { sw_if_index } = await client.call("create_loopback");
    await client.call("sw_interface_add_del_address", { sw_if_index, is_add: true, prefix: "10.0.0.1/24" });
    await client.call("sw_interface_set_flags", { sw_if_index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" });
    const { value } = await events.next();
    assert.equal(value?.pid, process.pid);
    assert.equal(value?.sw_if_index, sw_if_index);
    events.close();
    const addresses = await client.dump("ip_address_dump", { sw_if_index }).toArray();
    assert.deepEqual(
      addresses.map(({ prefix }) => prefix),
      ["10.0.0.1/24"],
    );
  });

  it("refuses what it can't do by name", async () => {
    await assert.rejects(client.call("sw_interface_set_flags", { sw_if_index: 99 }), {
      errno: "INVALID_SW_IF_INDEX",
    });
    await assert.rejects(client.call("get_f64_endian_value", { f64_one: 2 }), { retval: -159 });
    assert.equal((await client.call("get_f64_increment_by_one", { f64_value: 41 })).f64_value, 42);
  });

  it("counts its threads and clears its counters through the API", async () => {
    const { thread_data } = await client.call("show_threads");
    assert.ok(Array.isArray(thread_data) && thread_data.length === 1);
    await client.call("sw_interface_clear_stats", { sw_if_index: 0xffff_ffff });
  });

  it("answers a second definition-less client from its own definitions, and one with files alike", async () => {
    await using other = await connect({
      socket: vpp.apiSocket,
      ...(vpp.apiDir === null ? {} : { definitions: vpp.apiDir }),
    });
    const both = [client, other].map((one) => one.call("show_version"));
    const [a, b] = await Promise.all(both);
    assert.deepEqual(a, b);
  });
});

describe("one hundred thousand routes", { skip: skipWithoutVpp }, () => {
  it("go in pipelined and come back the same", async () => {
    await using vpp = await startVpp({ heapSize: "1G", statsSize: "128M" });
    await using client = await connect({ socket: vpp.apiSocket, timeout: 60_000 });
    const { sw_if_index } = await client.call("create_loopback");
    const prefixes = Array.from(
      { length: 100_000 },
      (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`,
    );
    const paths = [{ sw_if_index, weight: 1, proto: "FIB_API_PATH_NH_PROTO_IP4" }];
    await Promise.all(
      prefixes.map((prefix) => client.call("ip_route_add_del", { is_add: true, route: { prefix, paths } })),
    );
    const seen = new Set<string>();
    for await (const { route } of client.dump("ip_route_dump", { table: { table_id: 0 } })) {
      const { prefix } = route as { prefix: string };
      if (prefix.startsWith("10.")) seen.add(prefix);
    }
    assert.deepEqual([...seen].sort(), [...prefixes].sort());
  });
});
