import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { startVppTs, vppTs } from "../support/cli.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

const repl = (input: string, ...args: string[]) => vppTs(["repl", "--sim", ...args], { input });

describe("vpp-ts repl with commands from a pipe", () => {
  it("runs line after line, awaits, and prints results", async () => {
    const { status, stdout, stderr } = await repl(`
const { sw_if_index } = await api.create_loopback()
sw_if_index
api.sw_interface_set_flags({ sw_if_index, flags: "IF_STATUS_API_FLAG_ADMIN_UP" }) // awaited, too
function twice(x) {
  return 2 * x;
}
let n = 0; for await (const { sw_if_index } of vpp.dump("sw_interface_dump")) n += sw_if_index
twice(n)
(await api.sw_interface_dump()).map(({ interface_name, flags }) => ({ interface_name, flags }))
console.log("to standard output"); vpp.call("show_version")
Promise.resolve("any promise")
vpp instanceof Object && api === vpp.api
sim.clients
({ braces: 1 })
.help show_threads
.events sw_interface_event
`);
    assert.deepEqual([status, stderr], [0, ""]);
    const [before, help] = stdout.split(/^(?=message show_threads)/m);
    assert.equal(
      before,
      [
        "1",
        "retval  0",
        "2",
        "interface_name  flags",
        "local0              0",
        "loop0               3",
        "to standard output",
        "retval           0",
        "program          vpe",
        "version          26.06-release",
        "build_date       2026-06-24T00:00:00",
        "build_directory  /simulator",
        "'any promise'",
        "true",
        "[ 'vpp-ts' ]",
        "{ braces: 1 }",
        "",
      ].join("\n"),
    );
    assert.match(help ?? "", /^request, answered by show_threads_reply$/m);
    assert.match(help ?? "", /listening to sw_interface_event\n$/);
  });

  it("ends with 1 and the line of the first command that fails", async () => {
    for (const [commands, text] of [
      [
        "1\napi.sw_interface_set_flags({ sw_if_index: 99 })\n2",
        "line 2: VPP refused sw_interface_set_flags: INVALID_SW_IF_INDEX (-2)",
      ],
      ["1\n\nf(\n  nonsense,\n)\n2", "line 3: ReferenceError: f is not defined"],
      ["1\nlet let = 2\n", "line 2: SyntaxError: let is disallowed as a lexically bound name"],
      ["1\nf({\n  a: 1,\n", "line 2: SyntaxError: the command is not complete"],
      ["1\nawait Promise.reject(5)", "line 2: thrown: 5"],
      [
        "1\nsetTimeout(() => { throw new Error('late\\ner') }) && await new Promise(() => {})",
        "line 2: Error: late er",
      ],
      ["1\n.nonsense a", "line 2: no command .nonsense a"],
      [
        "1\n.help nonsense",
        'line 2: no message or type "nonsense"; names with it in them: vpp-ts api search nonsense',
      ],
      ["1\n.events nonsense", 'line 2: no event "nonsense"'],
      [
        "1\nawait api.sw_interface_dump({ nonsense: 1 })",
        "line 2: sw_interface_dump: nonsense: unknown field (known: sw_if_index, name_filter_valid, name_filter)",
      ],
    ] as const) {
      assert.deepEqual(await repl(commands), { status: 1, stdout: "1\n", stderr: `${text}\n` });
    }
  });

  it("shows where an error comes from only when asked", async () => {
    const { status, stdout, stderr } = await repl("nonsense", "--verbose");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^Error: line 1: [\s\S]*caused by ReferenceError: nonsense is not defined\n +at /);
  });

  it("stops at .exit, and where nobody reads what it prints", async () => {
    assert.deepEqual(await repl("1\n.exit\n2"), { status: 0, stdout: "1\n", stderr: "" });
    const child = startVppTs(["repl", "--sim"]);
    await once(child, "spawn");
    child.stdout.destroy();
    child.stdin.end("for (let i = 0; i < 1e5; i++) console.log(i)\n'more'\n'and more'\n");
    const { status, stderr } = await child.ended;
    assert.deepEqual([status, stderr], [0, ""]);
  });

  it("ends with 2 or 3 where it can't begin", async () => {
    const both = await repl("", "--socket", "/tmp/x");
    assert.deepEqual(both, { status: 2, stdout: "", stderr: "--sim and --socket exclude each other\n" });
    const none = await vppTs(["repl", "--socket", "/nonexistent/api.sock"], { input: "1\n" });
    assert.deepEqual([none.status, none.stdout], [3, ""]);
  });
});

describe("vpp-ts repl with a running VPP", { skip: skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());

  it("runs commands with the definitions that this VPP serves, and takes its leave", async () => {
    const env = { VPP_API_SOCKET: vpp.apiSocket, VPP_API_DIR: "" };
    const input = "(await api.create_loopback()).sw_if_index\napi.cli_inband({ cmd: 'show interface' })\n";
    const { status, stdout, stderr } = await vppTs(["repl"], { input, env });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^1\nretval +0\nreply *\n +Name +Idx.*\nlocal0 .*\nloop0 /);
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });
});
