import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Ran, vppTs } from "../support/cli.ts";
import { sharedPath, skipWithoutShared } from "../support/shared.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

describe("vpp-ts call", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());

  /** Without VPP_API_DIR: the definitions are VPP's own. */
  const call = (...args: string[]): Promise<Ran> =>
    vppTs(["call", ...args], { env: { VPP_API_SOCKET: vpp.apiSocket, VPP_API_DIR: "" } });
  const json = async (...args: string[]): Promise<unknown> => {
    const { status, stdout, stderr } = await call(...args);
    assert.deepEqual([status, stderr], [0, ""]);
    return JSON.parse(stdout);
  };

  it("requests, by fields and parts of them, and dumps in every format", async () => {
    assert.deepEqual(await json("sw_interface_dump", "--json", "sw_if_index=77"), []);
    const created = { retval: 0, sw_if_index: 1 };
    assert.deepEqual(await json("create_loopback", "--json"), created);
    const up = await call("sw_interface_set_flags", "sw_if_index=1", "flags=IF_STATUS_API_FLAG_ADMIN_UP");
    assert.deepEqual(up, { status: 0, stdout: "retval  0\n", stderr: "" });
    await json(
      "sw_interface_add_del_address",
      '{"sw_if_index":1,"is_add":1}',
      "prefix=10.0.0.1/24",
      "--json",
    );
    const { stats_index } = Object(
      await json(
        "ip_route_add_del",
        "is_add=true",
        "route.prefix=10.1.0.0/16",
        "route.paths[0].sw_if_index=1",
        "route.paths[0].nh.address.ip4=10.0.0.2",
        "--ndjson",
      ),
    );
    assert.match(await vpp.vppctl("show ip fib 10.1.0.0/16"), /via 10\.0\.0\.2 loop0/);

    const [array, lines, table] = await Promise.all([
      json("sw_interface_dump", "--json"),
      call("sw_interface_dump", "--ndjson"),
      call("sw_interface_dump"),
    ]);
    assert.ok(Array.isArray(array));
    assert.deepEqual(
      array.map(({ interface_name }) => interface_name),
      ["local0", "loop0"],
    );
    assert.deepEqual(
      lines.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      array,
    );
    const [head = "", ...rows] = table.stdout.trimEnd().split("\n");
    assert.deepEqual(head.trim().split(/ +/), Object.keys(array[0]));
    assert.equal(rows.length, 2);
    assert.ok(!table.stdout.includes("\u001b"));

    const routes = await call("ip_route_dump", '{"table":{"table_id":0}}', "--ndjson");
    const route = routes.stdout.split("\n").find((line) => line.includes('"10.1.0.0/16"')) ?? "";
    assert.equal(JSON.parse(route).route.stats_index, stats_index);
    // What a …_get streams is a dump too.
    assert.deepEqual(await json("ip_path_mtu_get", "--json"), []);
  });

  it("says with 1 what VPP refuses, or shows the reply", async () => {
    assert.deepEqual(await call("sw_interface_set_flags", "sw_if_index=99"), {
      status: 1,
      stdout: "",
      stderr: "VPP refused sw_interface_set_flags: INVALID_SW_IF_INDEX (-2)\n",
    });
    const shown = await json("sw_interface_set_flags", "sw_if_index=99", "--no-check", "--json");
    assert.deepEqual(shown, { retval: -2 });
    const cli = await call("cli_inband", "cmd=show nonsense");
    assert.deepEqual([cli.status, cli.stdout], [1, ""]);
    assert.match(cli.stderr, /^show: unknown input .*\n$/);
  });

  const wrong: [string[], RegExp][] = [
    [["show_versio"], /^no message "show_versio", did you mean "show_version"\?\n$/],
    [
      ["sw_interface"],
      /^no message "sw_interface"; names with it in them: vpp-ts api search sw_interface\n$/,
    ],
    [
      ["sw_interface_dump", "what=1"],
      /: what: no such field \(known: sw_if_index, name_filter_valid, name_filter\)\n$/,
    ],
    [["show_version_reply"], /^show_version_reply is no request but what VPP sends: reply to show_version$/m],
    [["sw_interface_details"], /: details of sw_interface_dump$/m],
    [["sw_interface_set_flags", "flags=ADMIN_UP"], /did you mean "IF_STATUS_API_FLAG_ADMIN_UP"\?$/m],
    [
      ["sw_interface_set_flags", "sw_if_inde=1"],
      /^sw_interface_set_flags: sw_if_inde: no such field, did you mean "sw_if_index"\?\n$/,
    ],
    [["sw_interface_set_flags", "sw_if_index=-1"], /^sw_interface_set_flags: sw_if_index: expected a u32 /],
    [["show_version", "context=1"], /^show_version: context: is filled in by the connection/],
    [["get_node_graph"], /^get_node_graph: refused without --unsafe: /],
  ];
  for (const [args, stderr] of wrong) {
    it(`ends with 2 for ${args.join(" ")}`, async () => {
      const ran = await call(...args);
      assert.deepEqual([ran.status, ran.stdout], [2, ""]);
      assert.match(ran.stderr, stderr);
    });
  }
});

describe("vpp-ts call, without a VPP that answers", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-call-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("ends with 3 where nobody listens, and with 4 where nobody answers", async () => {
    const nobody = await vppTs(["call", "show_version", "--socket", join(folder, "none")]);
    assert.deepEqual([nobody.status, nobody.stdout], [3, ""]);
    assert.match(nobody.stderr, /none[^\n]*\n$/);

    const silent = createServer(() => {});
    const socket = join(folder, "silent");
    await new Promise<void>((resolve) => silent.listen(socket, resolve));
    try {
      const late = await vppTs(["call", "show_version", "--timeout", "200ms"], {
        env: { VPP_API_SOCKET: socket },
      });
      assert.deepEqual([late.status, late.stdout], [4, ""]);
      assert.match(late.stderr, /within 200 ms\n$/);
    } finally {
      silent.close();
    }
  });

  it("ends with 2 for options that are wrong", async () => {
    for (const args of [
      ["--timeout", "soon"],
      ["--json", "--ndjson"],
      ["--nope"],
      ["--api", join(folder, "none")],
    ]) {
      const ran = await vppTs(["call", "show_version", ...args]);
      assert.deepEqual([ran.status, ran.stdout], [2, ""]);
      assert.match(ran.stderr, /^[^\n]+\n$/);
    }
  });

  it("needs no VPP to find mistakes when definitions are named", { skip: skipWithoutShared }, async () => {
    const api = sharedPath("vpp-26.06-api");
    const ran = await vppTs(["call", "show_version", "x=1", "--api", api, "--socket", join(folder, "none")]);
    assert.deepEqual([ran.status, ran.stderr], [2, "show_version: x: no such field (there are none)\n"]);
  });
});
