import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { connect } from "../../src/client/index.ts";
import { Simulator } from "../../src/simulator/index.ts";
import { RawClient } from "../simulator/raw-client.ts";
import { type Ran, startVppTs, vppTs } from "../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "vpp-ts-trace-cli-"));
const at = (name: string) => join(folder, name);
const running = new Set<ChildProcess>();
after(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

interface Tracing {
  readonly socket: string;
  /** Ends it as Ctrl-C does. */
  end(): Promise<Ran>;
  readonly child: ChildProcess;
}

let count = 0;

/** Starts `vpp-ts trace` and waits until it listens. Definitions are asked from VPP. */
async function tracing(target: string, ...args: string[]): Promise<Tracing> {
  const socket = at(`trace-${++count}.sock`);
  const child = startVppTs(["trace", "--listen", socket, "--socket", target, ...args], {
    env: { VPP_API_DIR: "" },
  });
  running.add(child);
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (text: string) => text.includes("listening on") && resolve());
    void child.ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  const end = (): Promise<Ran> => {
    child.kill("SIGINT");
    return child.ended;
  };
  return { socket, end, child };
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");
const json = (text: string) => lines(text).map((line) => JSON.parse(line));

describe("vpp-ts trace", () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await Simulator.start({ shuffleIds: true, seed: 5 });
  });
  after(() => simulator.stop());

  async function session(socket: string): Promise<void> {
    await using client = await RawClient.connect(socket, simulator.schema, "traced");
    await client.call("show_version");
    await client.dump("sw_interface_dump");
    await client.call("sw_interface_set_flags", { sw_if_index: 99 });
  }

  it("prints what passes, for people", async () => {
    const trace = await tracing(simulator.socket);
    await session(trace.socket);
    const { status, stdout } = await trace.end();
    assert.equal(status, 0);
    const text = lines(stdout).map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{6} /, ""));
    assert.equal(text[0], "#1 client connected");
    assert.equal(text[1], "#1 -> sockclnt_create context=1 name=traced");
    assert.match(
      text[2] ?? "",
      /^#1 <- sockclnt_create_reply [\d.]+[um]s context=1 response=0 index=2147483649 message/,
    );
    assert.ok((text[2] ?? "").length < 4200);
    assert.equal(text[3], "#1 -> show_version context=2");
    assert.match(
      text[4] ?? "",
      /^#1 <- show_version_reply [\d.]+[um]s context=2 retval=0 program=vpe version=/,
    );
    assert.ok(text.includes("#1 -> control_ping context=3"));
    assert.match(
      text.join("\n"),
      /<- sw_interface_set_flags_reply \S+ context=4 retval=-2 \(INVALID_SW_IF_INDEX\)/,
    );
    assert.match(text.at(-1) ?? "", /^#1 closed by/);
    assert.ok(!existsSync(trace.socket));
  });

  it("prints JSON, filtered, with bytes, and times from the beginning", async () => {
    const trace = await tracing(
      simulator.socket,
      ...["--json", "--hex", "--relative", "--only", "show_*", "--only", "sw_*", "--not", "*_details"],
    );
    await session(trace.socket);
    const { status, stdout } = await trace.end();
    assert.equal(status, 0);
    const printed = json(stdout);
    assert.deepEqual(printed[0], { time: printed[0].time, connection: 1, event: "open" });
    const messages = printed.filter(({ message }) => message !== undefined);
    assert.deepEqual(
      messages.map(({ message }) => message),
      [
        "show_version",
        "show_version_reply",
        "sw_interface_dump",
        "sw_interface_set_flags",
        "sw_interface_set_flags_reply",
      ],
    );
    const [request, reply] = messages;
    assert.deepEqual(request.fields, { client_index: 0x8000_0001, context: 2 });
    assert.match(request.hex, /^[0-9a-f]{4}8000000100000002$/);
    assert.deepEqual([reply.request, typeof reply.latency_us, reply.from], ["show_version", "number", "vpp"]);
    assert.ok(request.time > 0 && request.time < reply.time + 1e-9);
  });

  it("records all of it for decode and replay, whatever is printed", async () => {
    const file = at("session.rec");
    const trace = await tracing(simulator.socket, "--quiet", "--record", file);
    await session(trace.socket);
    const { status, stdout, stderr } = await trace.end();
    assert.deepEqual([status, stdout], [0, ""]);
    assert.match(stderr, new RegExp(`recorded \\d+ messages in ${file}\n$`));
    assert.equal(statSync(file).mode & 0o777, 0o600);

    const decode = (...args: string[]) =>
      vppTs(["trace", "decode", file, ...args, "--socket", simulator.socket], { env: { VPP_API_DIR: "" } });
    const decoded = await decode("--json");
    assert.deepEqual([decoded.status, decoded.stderr], [0, ""]);
    const messages = json(decoded.stdout).filter(({ message }) => message !== undefined);
    assert.equal(messages.length, Number(/recorded (\d+)/.exec(stderr)?.[1]));
    assert.equal(messages[0].message, "sockclnt_create");
    assert.ok(messages[1].fields.message_table.length > 100);
    assert.match(messages[0].time, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/);
    const one = await decode("--only", "sw_interface_set_flags*", "--relative");
    assert.match(one.stdout, / +\d+\.\d{6} #1 -> sw_interface_set_flags context=4 sw_if_index=99 flags=0\n/);

    // Ids are others in the next run of VPP.
    await using again = await Simulator.start({ shuffleIds: true, seed: 9 });
    const replay = (...args: string[]) =>
      vppTs(["replay", file, "--socket", again.socket, ...args], { env: { VPP_API_DIR: "" } });
    const same = await replay();
    assert.deepEqual([same.status, same.stderr], [0, ""]);
    assert.match(same.stdout, /^3 requests in [\d.]+ s, 0 answered otherwise\n$/);
    for (const name of ["show_version", "sw_interface_dump", "sw_interface_set_flags"]) {
      assert.equal(again.received(name).length, 1);
    }
    const [then, now] = [simulator, again].map((sim) => sim.received("sw_interface_set_flags").at(-1)?.bytes);
    assert.deepEqual(now?.subarray(10), then?.subarray(10));

    // Another VPP, another answer.
    again.handle("sw_interface_set_flags", () => ({ retval: -9 }));
    const otherwise = await replay("--window", "10");
    assert.equal(otherwise.status, 1);
    assert.match(
      otherwise.stdout,
      /^#1 sw_interface_set_flags: UNIMPLEMENTED \(-9\), recorded INVALID_SW_IF_INDEX \(-2\)\n3 requests/,
    );
    const listed = await replay("--json", "--speed", "50");
    assert.deepEqual(
      json(listed.stdout)
        .map(({ message, retval, recorded }) => [message, retval, recorded])
        .sort(),
      [
        ["show_version", 0, 0],
        ["sw_interface_dump", 0, 0],
        ["sw_interface_set_flags", -9, -2],
      ],
    );
    again.handle("show_version", () => undefined);
    const late = await replay("--timeout", "300ms");
    assert.equal(late.status, 4);
  });

  it("records the definitions too: decoding needs no VPP, and no files", async () => {
    const nowhere = { VPP_API_DIR: "", XDG_CACHE_HOME: at("nothing-cached") };
    const small = at("small.api");
    writeFileSync(small, "autoreply define unheard_of { u32 client_index; u32 context; };\n");
    const recorded = async (name: string, ...args: string[]): Promise<void> => {
      const trace = await tracing(simulator.socket, "--quiet", "--record", at(name), ...args);
      await session(trace.socket);
      await trace.end();
    };
    const decode = (name: string, ...args: string[]): Promise<Ran> =>
      vppTs(["trace", "decode", at(name), ...args], { env: nowhere });
    await recorded("asked.rec");
    const { status, stdout, stderr } = await decode("asked.rec", "--json");
    assert.deepEqual([status, stderr], [0, ""]);
    const said = (name: string) => json(stdout).find(({ message }) => message === name).fields;
    assert.equal(said("show_version_reply").program, "vpe");
    assert.equal(said("sockclnt_create_reply").response, 0);

    // Definitions that are named win over those of the file, which are the ones that were named when it was made.
    await recorded("named.rec", "--api", small);
    for (const ran of [await decode("asked.rec", "--api", small), await decode("named.rec")]) {
      assert.equal(ran.status, 0);
      assert.match(ran.stdout, / show_version_reply .*not in the definitions/);
    }
  });

  it("refuses to replay what VPP lacks or has otherwise before it sends anything", async () => {
    const file = at("changed.rec");
    const trace = await tracing(simulator.socket, "--quiet", "--record", file);
    await session(trace.socket);
    await trace.end();
    await using other = await Simulator.start();
    await other.restart({ crcs: { sw_interface_set_flags: "00000001" } });
    const replay = (...args: string[]) =>
      vppTs(["replay", file, "--socket", other.socket, ...args], { env: { VPP_API_DIR: "" } });
    const refused = await replay();
    assert.deepEqual([refused.status, refused.stdout], [2, ""]);
    assert.match(
      refused.stderr,
      /^sw_interface_set_flags has crc f5aec1b8 in the definitions, 00000001 in this VPP\n$/,
    );
    assert.equal(other.received("show_version").length, 0);
    const skipped = await replay("--skip-unknown");
    assert.deepEqual([skipped.status, skipped.stderr], [0, ""]);
    assert.match(skipped.stdout, /^2 requests in [\d.]+ s, 0 answered otherwise, 1 left out\n$/);
  });

  it("doesn't replay what VPP might not survive", async () => {
    const file = at("unsafe.rec");
    const trace = await tracing(simulator.socket, "--quiet", "--record", file);
    const client = await RawClient.connect(trace.socket, simulator.schema);
    client.send("memclnt_rx_thread_suspend");
    client.send("rpc_call");
    client.send("sock_init_shm", { requested_size: 4096 });
    await client.close();
    await trace.end();
    const ran = await vppTs(["replay", file, "--socket", simulator.socket], { env: { VPP_API_DIR: "" } });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /^sock_init_shm: refused without --unsafe: /);
  });

  it("leaves a file that can be read when it is killed", async () => {
    const file = at("killed.rec");
    const trace = await tracing(simulator.socket, "--record", file, "--quiet");
    await session(trace.socket);
    for (let before = -1, size = 0; size !== before || size === 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      before = size;
      size = statSync(file).size;
    }
    trace.child.kill("SIGKILL");
    const decode = (name: string) =>
      vppTs(["trace", "decode", name, "--socket", simulator.socket, "--json"], { env: { VPP_API_DIR: "" } });
    const killed = await decode(file);
    assert.deepEqual([killed.status, killed.stderr], [0, `${file} stops before its end\n`]);
    const whole = lines(killed.stdout);
    assert.ok(whole.length > 8);
    writeFileSync(at("cut.rec"), readFileSync(file).subarray(0, -3));
    const cut = await decode(at("cut.rec"));
    assert.equal(cut.status, 0);
    assert.match(cut.stderr, /stops before its end, within what begins at byte \d+\n$/);
    assert.deepEqual(lines(cut.stdout), whole.slice(0, -1));
  });

  it("goes on when the disk is full", { skip: !existsSync("/dev/full") && "no /dev/full" }, async () => {
    const trace = await tracing(simulator.socket, "--record", "/dev/full");
    await session(trace.socket);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await session(trace.socket);
    const { status, stdout, stderr } = await trace.end();
    assert.equal(status, 0);
    assert.match(
      stderr,
      /^recording ended after \d+ messages, tracing goes on: \/dev\/full: ENOSPC: [^\n]+$/m,
    );
    assert.equal(stdout.match(/-> show_version /g)?.length, 2);
  });

  it("waits for VPP, and learns its definitions when it comes", async () => {
    const socket = at("later.sock");
    const trace = await tracing(socket, "--json");
    await assert.rejects(connect({ socket: trace.socket }), { code: "VPP_CONNECTION" });
    await using late = await Simulator.start({ socket });
    // The first client's handshake makes the tracer ask; it may be gone before the definitions are there.
    for (let i = 0; i < 50; i++) {
      const client = await RawClient.connect(trace.socket, late.schema);
      await client.call("show_version");
      await client.close();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { status, stdout, stderr } = await trace.end();
    assert.equal(status, 0);
    assert.match(stderr, /^no definitions: cannot connect to /);
    const printed = json(stdout);
    assert.match(
      printed.find(({ event }) => event === "close").reason,
      /^VPP can't be reached: connect ENOENT/,
    );
    const version = printed.filter(({ message }) => message === "show_version_reply");
    assert.equal(version.at(-1).fields.program, "vpe");
  });

  it("says what is wrong with its options, and with files", async () => {
    writeFileSync(at("there"), "");
    writeFileSync(at("other"), "no recording, but long enough for one");
    const socket = simulator.socket;
    const wrong: [string[], number, RegExp][] = [
      [["trace"], 2, /^trace: --listen PATH says where clients connect\n$/],
      [["trace", "--listen", socket, "--socket", socket], 2, /are both/],
      [
        ["trace", "--listen", "localhost:1", "--socket", socket],
        2,
        /^--listen localhost:1: a path or abstract/,
      ],
      [["trace", "--listen", at("l"), "--socket", socket, "--record", at("there")], 2, /is there already/],
      [["trace", "--listen", at("l"), "--mode", "888"], 2, /Expected a mode/],
      [["trace", "--listen", at("l"), "--only", "[a"], 2, /no \] to the \[/],
      [["trace", "decode", at("none"), "--socket", socket], 1, /none: no such file or directory$/m],
      ...[["--listen", at("l")], ["--record", at("l")], ["--mode", "660"], ["--quiet"]].flatMap(
        (option): [string[], number, RegExp][] => [
          [["trace", "decode", at("other"), ...option], 2, /^--[a-z]+ has no meaning for trace decode$/m],
          [["trace", ...option, "decode", at("other")], 2, /^--[a-z]+ has no meaning for trace decode$/m],
        ],
      ),
      [["trace", "decod", at("other")], 2, /^trace: unknown command 'decod', did you mean decode\?/],
      [
        ["trace", "decode", at("other"), "--socket", socket],
        1,
        /other: at byte 0: neither a recording nor an API trace/,
      ],
      [["trace", "decode", at("there"), "--socket", socket], 1, /stops before its end/],
      [["replay", at("other"), "--socket", socket], 1, /other: at byte 0: /],
      [["replay", at("other"), "--socket", at("none")], 3, /cannot connect/],
      [["replay", at("other"), "--window", "0"], 2, /Expected a number from 1/],
      [["replay", at("other"), "--speed", "-1"], 2, /Expected a number above 0/],
    ];
    await Promise.all(
      wrong.map(async ([args, status, stderr]) => {
        const ran = await vppTs(args, { env: { VPP_API_DIR: "" } });
        assert.deepEqual([args, ran.status, ran.stdout], [args, status, ""]);
        assert.match(ran.stderr, stderr);
        assert.match(ran.stderr, /^[^\n]+\n$/);
      }),
    );
  });
});
