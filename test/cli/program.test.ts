import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { vppTs } from "../support/cli.ts";

describe("vpp-ts", () => {
  it("shows help and version", async () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    assert.deepEqual(await vppTs(["--version"]), { status: 0, stdout: `${manifest.version}\n`, stderr: "" });
    const help = await vppTs(["--help"]);
    assert.deepEqual([help.status, help.stderr], [0, ""]);
    for (const command of ["call", "repl", "encode", "decode", "compile"]) {
      assert.match(help.stdout, new RegExp(`^ {2}${command} `, "m"));
    }
    const call = await vppTs(["call", "--help"]);
    assert.match(call.stdout, /^Usage: vpp-ts call \[options\] \[message\] \[fields\.\.\.\]$/m);
    assert.match(call.stdout, /Examples:/);
  });

  it("ends with 2 for a command line that it doesn't understand", async () => {
    const unknown = await vppTs(["cal"]);
    assert.deepEqual(unknown, {
      status: 2,
      stdout: "",
      stderr: "unknown command 'cal' (Did you mean call?)\n",
    });
    const message = await vppTs(["show_version"]);
    assert.equal(
      message.stderr,
      "unknown command 'show_version'; messages are sent by: vpp-ts call show_version\n",
    );
    assert.equal((await vppTs(["stats", "interfaces"])).stderr, "unknown command 'interfaces'\n");
    const own = await vppTs(["show", "interface"]);
    assert.equal(own.stderr, "unknown command 'show'; VPP's own commands are run by: vpp-ts cli show …\n");
    const none = await vppTs([]);
    assert.deepEqual([none.status, none.stdout], [2, ""]);
    assert.match(none.stderr, /^Usage: vpp-ts/);
  });

  it("takes a command's options before its name too", async () => {
    await using sim = await Simulator.start();
    const { socket } = sim;
    const before = await vppTs([
      "--socket",
      socket,
      "--verbose",
      "--timeout=5s",
      "call",
      "show_version",
      "--json",
    ]);
    assert.deepEqual([before.status, before.stderr], [0, ""]);
    assert.equal(JSON.parse(before.stdout).program, "vpe");
    const cli = await vppTs(["--socket", socket, "cli", "show", "version"]);
    assert.match(cli.stdout, /^vpp v/);
    const wrong: [string[], string][] = [
      [["--socket", socket, "compile"], "unknown option '--socket'"],
      [["--socke", socket, "call", "show_version"], "unknown option '--socke'"],
      [["--socket", socket, "cal"], "unknown command 'cal' (Did you mean call?)"],
    ];
    for (const [args, text] of wrong) {
      assert.deepEqual(await vppTs(args), { status: 2, stdout: "", stderr: `${text}\n` });
    }
  });

  it("compiles a file to standard output or to a file, and names the place of a mistake", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vpp-ts-program-"));
    try {
      const at = (name: string) => join(folder, name);
      writeFileSync(at("types.api"), "typedef t { u32 a; };\n");
      writeFileSync(
        at("a.api"),
        'import "types.api";\nautoreply define a { u32 client_index; u32 context; vl_api_t_t t; };\n',
      );
      writeFileSync(at("bad.api"), "define a {\n  u8;\n};\n");
      const printed = await vppTs(["compile", "-I", folder, at("a.api")]);
      assert.deepEqual([printed.status, printed.stderr], [0, ""]);
      assert.equal(JSON.parse(printed.stdout).module, "a");
      const written = await vppTs(["compile", at("a.api"), "-o", at("a.api.json")]);
      assert.deepEqual(written, { status: 0, stdout: "", stderr: "" });
      assert.equal(readFileSync(at("a.api.json"), "utf8"), printed.stdout);

      const text = `${at("bad.api")}:2:5: expected the name of a field, found ";"`;
      const bad = await vppTs(["compile", at("bad.api")]);
      assert.deepEqual(bad, { status: 1, stdout: "", stderr: `${text}\n` });
      const verbose = await vppTs(["compile", at("bad.api"), "--verbose"]);
      assert.equal(verbose.status, 1);
      assert.match(verbose.stderr, /^VppDefinitionError: .*\n {4}at /s);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("a socket that can't be used", () => {
  it("ends with 3 and one line that says what to do", async () => {
    const hint = (stanza: string, variable: string): string =>
      `no such file or directory. Is VPP running, with ${stanza} in its startup.conf? ` +
      `--socket or ${variable} names another socket\n`;
    assert.deepEqual(await vppTs(["call", "show_version", "--socket", "/no/such.sock"]), {
      status: 3,
      stdout: "",
      stderr: `cannot connect to /no/such.sock: ${hint("socksvr", "VPP_API_SOCKET")}`,
    });
    assert.deepEqual(await vppTs(["stats", "ls", "--socket", "/no/such.sock"]), {
      status: 3,
      stdout: "",
      stderr: `stats segment of /no/such.sock: ${hint("statseg", "VPP_STATS_SOCKET")}`,
    });
  });

  it("takes a variable that is set to nothing for one that isn't set, an option for a mistake", async () => {
    const env = { VPP_API_SOCKET: "", VPP_STATS_SOCKET: "", VPP_API_DIR: "" };
    const call = await vppTs(["call", "show_version"], { env });
    if (call.status !== 0) assert.match(call.stderr, /^cannot connect to \/run\/vpp\/api\.sock: /);
    const empty = await vppTs(["call", "show_version", "--socket", ""]);
    assert.deepEqual(empty, {
      status: 2,
      stdout: "",
      stderr: "option '--socket <path>' argument '' is invalid. A path is wanted.\n",
    });
  });
});
