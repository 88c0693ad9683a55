import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { type Ran, startVppTs, vppTs } from "../support/cli.ts";

describe("vpp-ts call, what it takes and prints", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-call-many-"));
  let sim: Simulator;
  let env: NodeJS.ProcessEnv;
  before(async () => {
    sim = await Simulator.start();
    env = { VPP_API_SOCKET: sim.socket, VPP_API_DIR: "", XDG_CACHE_HOME: join(folder, "cache") };
  });
  after(async () => {
    await sim.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (args: readonly string[], input?: string): Promise<Ran> =>
    vppTs(["call", ...args], { env, ...(input === undefined ? {} : { input }) });
  const ok = async (args: readonly string[], input?: string): Promise<string> => {
    const { status, stdout, stderr } = await run(args, input);
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout;
  };

  it("fields from a file or standard input, changed by arguments", async () => {
    const file = join(folder, "fields.json");
    writeFileSync(file, '{"mac_address":"02:00:00:00:00:07","user_instance":7}');
    await ok(["create_loopback_instance", "-f", file, "is_specified=true"]);
    const [seen] = sim.received("create_loopback_instance");
    assert.deepEqual(seen?.json.user_instance, 7);
    assert.equal(seen?.json.is_specified, true);
    const piped = await ok(["sw_interface_dump", "-f", "-", "--ndjson", "--columns", "interface_name"], "{}");
    assert.equal(piped, '{"interface_name":"local0"}\n{"interface_name":"loop7"}\n');

    const wrong: readonly [string[], string, RegExp][] = [
      [["show_version", "-f", join(folder, "none")], "", /^\S*none: no such file or directory\n$/],
      [["show_version", "-f", "-"], "[]", /^standard input: expected a JSON object with the fields\n$/],
      [["show_version", "-f", "-"], "{", /^standard input: not JSON: [^\n]*\n$/],
      [["show_version", "-f", "-"], '{"x":1}', /^show_version: x: no such field\n$/],
      [["show_version", "-f", file, "{}"], "", /^expected field=value/],
      [["--stdin", "-f", file], "", /^-f is for one call/],
      [
        ["show_version", "--stdin", "--json"],
        "",
        /^calls from standard input are answered as --ndjson, not as --json\n$/,
      ],
      [["show_version", "--stdin", "--columns", "a"], "", /^--columns is for one call/],
      [["show_version", "--raw", "--columns", "version"], "", /^--raw prints bytes/],
      [
        ["show_version", "--columns", "versio"],
        "",
        /^show_version_reply has no column "versio", did you mean "version"\?\n$/,
      ],
      [["show_version", "--yaml", "--json"], "", /cannot be used with/],
    ];
    for (const [args, input, stderr] of wrong) {
      const ran = await run(args, input);
      assert.deepEqual([ran.status, ran.stdout], [2, ""], args.join(" "));
      assert.match(ran.stderr, stderr);
    }
  });

  it("a reply and a dump in every format, and columns of them", async () => {
    const columns = ["--columns", "interface_name,mtu,sw_if_index"];
    assert.equal(
      await ok(["sw_interface_dump", "sw_if_index=1", "--yaml", ...columns]),
      "- interface_name: loop7\n  mtu:\n    - 9000\n    - 0\n    - 0\n    - 0\n  sw_if_index: 1\n",
    );
    assert.equal(await ok(["sw_interface_dump", "sw_if_index=77", "--yaml"]), "[]\n");
    assert.equal(
      await ok(["sw_interface_dump", "sw_if_index=1", "--table", ...columns]),
      "interface_name  mtu         sw_if_index\nloop7           9000,0,0,0            1\n",
    );
    assert.equal(
      await ok(["show_version", "--yaml", "--columns", "program,retval"]),
      "program: vpe\nretval: 0\n",
    );
    assert.equal(await ok(["show_version", "--columns", "program"]), "program  vpe\n");
    assert.equal(await ok(["show_version", "--json", "--columns", "program"]), '{\n  "program": "vpe"\n}\n');
  });

  it("the bytes of what came, which decode reads", async () => {
    const hex = await ok(["sw_interface_get_mac_address", "sw_if_index=1", "--raw"]);
    assert.match(hex, /^[0-9a-f]{4}[0-9a-f]{8}00000000020000000007\n$/);
    const lines = await ok(["sw_interface_dump", "--raw", "--ndjson"]);
    const api = await served(folder, sim);
    const decoded = await vppTs(["decode", "--api", api], { input: lines });
    assert.deepEqual([decoded.status, decoded.stderr], [0, ""]);
    const names = decoded.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).fields.interface_name);
    assert.deepEqual(names, ["local0", "loop7"]);
  });

  it("sends nothing in a dry run, and needs no VPP where it has met one or definitions are named", async () => {
    const args = [
      "sw_interface_set_flags",
      "sw_if_index=1",
      "flags=IF_STATUS_API_FLAG_ADMIN_UP",
      "--dry-run",
    ];
    sim.clearReceived();
    assert.equal(await ok(args), "000000000000000000000000000100000001\n");
    assert.deepEqual(sim.received("sw_interface_set_flags"), []);
    const away = { ...env, VPP_API_SOCKET: join(folder, "nobody") };
    const cached = await vppTs(["call", ...args, "--ndjson"], { env: away });
    assert.deepEqual(cached, {
      status: 0,
      stdout: '{"message":"sw_interface_set_flags","hex":"000000000000000000000000000100000001"}\n',
      stderr: "no VPP here: the definitions are those of the one met last\n",
    });
    const api = await served(folder, sim);
    const named = await vppTs(["call", ...args, "--api", api], { env: away });
    assert.deepEqual([named.status, named.stderr], [0, ""]);
    const never = await vppTs(["call", ...args, "--no-cache"], { env: away });
    assert.deepEqual([never.status, never.stdout], [3, ""]);

    const many = await run(
      ["--dry-run"],
      '{"message":"show_version"}\n\n{"message":"show_version","fields":{"x":1}}\n',
    );
    assert.deepEqual(many, {
      status: 1,
      stdout: "00000000000000000000\n",
      stderr: "line 3: show_version: x: no such field\n",
    });
  });

  describe("many calls from standard input", () => {
    const lines = (...all: readonly unknown[]): string =>
      all.map((one) => `${JSON.stringify(one)}\n`).join("");
    const parsed = (text: string): unknown[] =>
      text
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line));

    it("are answered in their order, dumps among them, refusals too", async () => {
      await sim.restart();
      const input = lines(
        { message: "create_loopback" },
        { message: "sw_interface_set_flags", fields: { sw_if_index: 99 } },
        { message: "sw_interface_dump", fields: {} },
        { message: "control_ping" },
      );
      const { status, stdout, stderr } = await run([], `\n${input}`);
      assert.deepEqual([status, stderr], [1, "VPP refused 1 of 4 calls\n"]);
      const all = parsed(stdout).map((line) => Object(line));
      assert.deepEqual(
        all.map(({ line, message }) => [line, message]),
        [
          [2, "create_loopback_reply"],
          [3, "sw_interface_set_flags"],
          [4, "sw_interface_details"],
          [4, "sw_interface_details"],
          [5, "control_ping_reply"],
        ],
      );
      assert.deepEqual(all[0]?.fields, { retval: 0, sw_if_index: 1 });
      assert.deepEqual(all[1]?.error, { retval: -2, errno: "INVALID_SW_IF_INDEX" });
      assert.equal(all[3]?.fields.interface_name, "loop0");
    });

    it("take a message's fields alone where it is named, and --no-check, --raw", async () => {
      await sim.restart();
      const input = lines({}, { mac_address: "02:00:00:00:00:09" }, {});
      const created = parsed(await ok(["create_loopback", "--stdin"], input));
      assert.deepEqual(
        created.map((line) => Object(line).fields.sw_if_index),
        [1, 2, 3],
      );
      const refused = await ok(
        ["sw_interface_set_mtu", "--stdin", "--no-check", "mtu=1,2,3,4"],
        lines({ sw_if_index: 1 }, { sw_if_index: 9 }),
      );
      assert.deepEqual(parsed(refused), [
        { line: 1, message: "sw_interface_set_mtu_reply", fields: { retval: 0 } },
        { line: 2, message: "sw_interface_set_mtu_reply", fields: { retval: -2 } },
      ]);
      assert.deepEqual(Object(sim.received("sw_interface_set_mtu")[0]?.json).mtu, [1, 2, 3, 4]);
      const raw = Object(parsed(await ok(["control_ping", "--stdin", "--raw"], "{}"))[0]);
      assert.match(raw.hex, /^[0-9a-f]{12}00000000[0-9a-f]{16}$/);
    });

    it("end at the first wrong line, when those before it are answered", async () => {
      const before = lines(...Array.from({ length: 2500 }, () => ({ message: "control_ping" })));
      const wrong: readonly [string, string][] = [
        ["{", "not JSON: "],
        ["[]", "expected a JSON object"],
        ["{}", 'expected an object whose "message" is the name of a request'],
        ['{"message":"show_versio"}', 'no message "show_versio", did you mean "show_version"?'],
        ['{"message":"show_version","fields":[]}', 'show_version: expected "fields" to be an object'],
        [
          '{"message":"sw_interface_set_flags","fields":{"sw_if_index":-1}}',
          "sw_interface_set_flags: sw_if_index: ",
        ],
      ];
      for (const [line, text] of wrong) {
        const ran = await run([], `${before}${line}\n${before}`);
        assert.equal(ran.status, 1);
        assert.ok(ran.stderr.startsWith(`line 2501: ${text}`), ran.stderr);
        assert.equal(parsed(ran.stdout).length, 2500, line);
      }
    });

    it("end at a line that is not UTF-8: nothing is sent with other letters than were meant", async () => {
      const input = Buffer.concat([
        Buffer.from('{"message":"control_ping"}\n{"message":"cli_inband","fields":{"cmd":"show '),
        Buffer.of(0xff),
        Buffer.from('"}}\n'),
      ]);
      const { status, stdout, stderr } = await vppTs(["call"], { env, input });
      assert.deepEqual([status, stderr], [1, "line 2: not UTF-8\n"]);
      assert.equal(parsed(stdout).length, 1);
      assert.deepEqual(sim.received("cli_inband"), []);
    });

    it("are answered as they come, and end with 3 when the link is lost, though more could come", async () => {
      const child = startVppTs(["call"], { env });
      child.stdin.write('{"message":"control_ping"}\n');
      try {
        const [first] = await Promise.race([
          new Promise<[string]>((resolve) => child.stdout.once("data", (text) => resolve([String(text)]))),
          child.ended.then(({ stderr }) => assert.fail(stderr)),
        ]);
        assert.match(first, /^\{"line":1,"message":"control_ping_reply"/);
      } catch (error) {
        child.kill();
        throw error;
      }
      sim.inject({ kind: "close", message: "show_version", times: 1 });
      child.stdin.write('{"message":"show_version"}\n');
      const { status, stderr } = await child.ended;
      assert.equal(status, 3);
      assert.match(stderr, /^line 2: /);
    });

    it("end with 4 when VPP takes too long", async () => {
      sim.inject({ kind: "drop", message: "show_version", times: 1 });
      const { status, stdout, stderr } = await run(
        ["--timeout", "300ms"],
        lines({ message: "show_version" }),
      );
      assert.deepEqual([status, stdout], [4, ""]);
      assert.match(stderr, /^line 1: .*300 ms\n$/);
    });

    it("may be none", async () => {
      assert.equal(await ok([], ""), "");
      assert.equal(await ok(["show_version", "--stdin"], "\n"), "");
    });
  });
});

/** The simulator's definitions as a file. */
async function served(folder: string, sim: Simulator): Promise<string> {
  const file = join(folder, "served.json");
  if (!existsSync(file)) {
    const { stdout } = await vppTs(["call", "get_api_json", "--json", "--socket", sim.socket], {
      env: { VPP_API_DIR: "" },
    });
    writeFileSync(file, JSON.parse(stdout).json);
  }
  return file;
}
