import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { startVppTs, vppTs } from "../support/cli.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

type Child = ReturnType<typeof startVppTs>;

/** What it writes first. Ask before the cause: what has been written is not kept. */
async function first(child: Child, stream: "stdout" | "stderr"): Promise<string> {
  const ended = child.ended.then((ran) => assert.fail(`ended: ${JSON.stringify(ran)}`));
  const [text] = await Promise.race([once(child[stream], "data"), ended]);
  return text;
}

it("vpp-ts cli: says in VPP's own words and lines what it refuses", async () => {
  await using sim = await Simulator.start();
  const env = { VPP_API_SOCKET: sim.socket, VPP_API_DIR: "" };
  sim.handle("cli_inband", () => ({ retval: -1, reply: "loop0\nunknown input `mac\u001b'\n" }));
  const refused = await vppTs(["cli", "create loopback interface mac"], { env });
  assert.deepEqual(refused, { status: 1, stdout: "", stderr: "loop0\nunknown input `mac\\x1b'\n" });
  sim.handle("cli_inband", () => ({ retval: -1 }));
  const silent = await vppTs(["cli", "create loopback interface mac"], { env });
  assert.deepEqual(silent, { status: 1, stdout: "", stderr: "VPP refused cli_inband: UNSPECIFIED (-1)\n" });
});

it("vpp-ts events: the details of a dump are none, whatever its definition says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-events-"));
  try {
    const api = join(folder, "tun.api");
    writeFileSync(
      api,
      `service { rpc tun_dump_v2 returns tun_dump_v2_reply events tun_details_v2; };
      autoreply define tun_dump_v2 { u32 client_index; u32 context; };
      define tun_details_v2 { u32 context; };`,
    );
    await using sim = await Simulator.start({ api });
    const env = { VPP_API_SOCKET: sim.socket, VPP_API_DIR: "" };
    const ran = await vppTs(["events", "tun_details_v2"], { env });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /^no event "tun_details_v2"/);
    assert.deepEqual(sim.received("tun_dump_v2"), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("vpp-ts with a running VPP", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    vpp = await startVpp();
    env = { VPP_API_SOCKET: vpp.apiSocket, VPP_API_DIR: "" };
    await vpp.vppctl("create loopback interface");
  });
  after(() => vpp.stop());

  /** Starts it and waits until VPP has confirmed what it listens to. */
  async function listening(...args: string[]): Promise<Child> {
    const child = startVppTs(["events", ...args], { env });
    const text = await first(child, "stderr");
    assert.match(text, /^listening to .*sw_interface_event.*\n$/);
    return child;
  }

  it("events: prints them as they come, ends after so many, and leaves no subscription", async () => {
    const child = await listening("sw_interface_event", "--json", "--count", "2");
    await vpp.vppctl("set interface state loop0 up");
    await vpp.vppctl("set interface state loop0 down");
    const { status, stdout } = await child.ended;
    assert.equal(status, 0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      events.map(({ message, fields }) => [message, fields.sw_if_index, fields.flags.length > 0]),
      [
        ["sw_interface_event", 1, true],
        ["sw_interface_event", 1, false],
      ],
    );
    assert.ok(!Number.isNaN(Date.parse(events[0].time)));
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });

  it("events: all there are, in lines for people; an interrupt ends it well", async () => {
    const child = await listening();
    const line = first(child, "stdout");
    await vpp.vppctl("set interface state loop0 up");
    assert.match(await line, /^\S+Z sw_interface_event pid=\d+ sw_if_index=1 flags=IF_\S+ deleted=false\n$/);
    child.kill("SIGINT");
    const { status } = await child.ended;
    assert.equal(status, 0);
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });

  it("events: ends after a time, with 2 for what is no event", async () => {
    const none = await vppTs(["events", "sw_interface_event", "--for", "50ms"], { env });
    assert.deepEqual([none.status, none.stdout], [0, ""]);
    const unknown = await vppTs(["events", "sw_interface_even"], { env });
    assert.deepEqual(unknown, {
      status: 2,
      stdout: "",
      stderr: 'no event "sw_interface_even", did you mean "sw_interface_event"?\n',
    });
  });

  it("cli: runs one command, or those on standard input up to the first that VPP refuses", async () => {
    const one = await vppTs(["cli", "show", "version"], { env });
    assert.deepEqual([one.status, one.stderr], [0, ""]);
    assert.match(one.stdout, /^vpp v[^\n]*\n$/);
    const bad = await vppTs(["cli", "show", "nonsense"], { env });
    assert.deepEqual([bad.status, bad.stdout], [1, ""]);
    assert.match(bad.stderr, /^show: unknown input `nonsense.*\n$/);

    const input =
      "# set up\n\nset interface state loop0 down\nshow version\nnonsense\nset interface state loop0 up\n";
    const several = await vppTs(["cli"], { env, input });
    assert.equal(several.status, 1);
    assert.match(several.stdout, /^vpp v[^\n]*\n$/);
    assert.match(several.stderr, /^line 5: .*nonsense.*\n$/);
    assert.match(await vpp.vppctl("show interface loop0"), /loop0 +1 +down/);
  });
});
