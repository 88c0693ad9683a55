import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { Simulator } from "../../src/simulator/index.ts";
import { installVppTs, vppTs } from "../support/cli.ts";

const has = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

describe("vpp-ts completion", () => {
  const folder = mkdtempSync(join(tmpdir(), "vpp-ts-completion-"));
  const bin = installVppTs(folder);
  const cache = join(folder, "cache");
  const env = { XDG_CACHE_HOME: cache, VPP_API_DIR: "", VPP_API_SOCKET: join(folder, "nobody") };
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(async () => {
    // A call fills the cache, which is all that completion has of messages.
    await using sim = await Simulator.start();
    const { status } = await vppTs(["call", "show_version", "--socket", sim.socket], { env });
    assert.equal(status, 0);
  });

  const words = async (typed: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string[]> => {
    const ran = await vppTs(["__complete", "--", ...typed], { env: { ...env, ...more } });
    assert.deepEqual([ran.status, ran.stderr], [0, ""]);
    const lines = ran.stdout.split("\n");
    return lines.slice(0, -1).map((line) => line.split("\t", 1)[0] ?? "");
  };

  const cases: readonly [string[], string[]][] = [
    [["c"], ["call", "cli", "compile", "completion"]],
    [
      ["api", "s"],
      ["show", "search"],
    ],
    [["call", "--nd"], ["--ndjson"]],
    [["call", "--socket", "x", "--yam"], ["--yaml"]],
    [["--socket", "x", "call", "--yam"], ["--yaml"]],
    [["--socket", "x", "call", "sw_interface_set_f"], ["sw_interface_set_flags"]],
    [
      ["--socket", "x", "--verbose", "c"],
      ["call", "cli", "compile", "completion"],
    ],
    [["call", "sw_interface_set_f"], ["sw_interface_set_flags"]],
    [["call", "sw_interface_event"], []],
    [
      ["call", "--json", "sw_interface_set_flags", ""],
      ["sw_if_index=", "flags="],
    ],
    [
      ["call", "sw_interface_set_flags", "sw_if_index=1", "flags=IF_STATUS_API_FLAG_A"],
      ["flags=IF_STATUS_API_FLAG_ADMIN_UP"],
    ],
    [["call", "show_version", "--columns", "program,ver"], ["program,version"]],
    [["call", "show_version", "--columns=pro"], ["--columns=program"]],
    [["call", "nonsense", ""], []],
    [["events", "sw_"], ["sw_interface_event"]],
    [["api", "ls", "ip_nei"], ["ip_neighbor"]],
    [["api", "show", "mac_ad"], ["mac_address"]],
    [["stats", "get", "--access", "m"], ["map"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["call", "show_version", "-f", ""], [":files"]],
    [["api", "diff", ""], [":files"]],
    [["call", "show_version", "--timeout", ""], []],
    [["nonsense", ""], []],
    [["call", "--", "--j"], []],
  ];
  for (const [typed, expected] of cases) {
    it(typed.join(" "), async () => assert.deepEqual(await words(typed), expected));
  }

  it("shows no command of its own, and what the others are for", async () => {
    assert.ok(!(await words([""])).some((word) => word.startsWith("_")));
    const { stdout } = await vppTs(["__complete", "--", "cal"]);
    assert.equal(stdout, "call\tsend a request to VPP and print what comes back\n");
    const help = await vppTs(["--help"]);
    assert.doesNotMatch(help.stdout, /__complete/);
  });

  it("says nothing where definitions can't be had, and writes nothing", async () => {
    const none = { XDG_CACHE_HOME: join(folder, "empty"), VPP_API_DIR: join(folder, "none") };
    assert.deepEqual(await words(["call", "s"], none), []);
    writeFileSync(join(folder, "bad.api.json"), "{");
    assert.deepEqual(await words(["call", "--api", join(folder, "bad.api.json"), "s"]), []);
    assert.deepEqual(readdirSync(folder).sort(), ["bad.api.json", "bin", "cache"]);
  });

  it("in bash, which breaks words at = and :", { skip: has("bash") ? false : "no bash" }, async () => {
    const script = `
source <(vpp-ts completion bash)
COMP_LINE=$1 COMP_POINT=\${#1}
_vpp_ts vpp-ts
printf '%s\\n' "\${COMPREPLY[@]}"
[[ $(complete -p vpp-ts) == 'complete -F _vpp_ts vpp-ts' ]]`;
    const replies = async (line: string): Promise<string[]> => {
      const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", script, "bash", line], {
        env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
      });
      return stdout.split("\n").slice(0, -1);
    };
    assert.deepEqual(await replies("vpp-ts call show_ver"), ["show_version"]);
    assert.deepEqual(await replies("vpp-ts call sw_interface_set_flags fl"), ["flags="]);
    assert.deepEqual(await replies("vpp-ts call sw_interface_set_flags flags=IF_STATUS_API_FLAG_A"), [
      "IF_STATUS_API_FLAG_ADMIN_UP",
    ]);
    assert.deepEqual(await replies("vpp-ts call ip_route_add_del 'route.paths[0].we"), [
      "route.paths[0].weight=",
    ]);
    assert.deepEqual(await replies("vpp-ts call ip_route_add_del 'is_add=t"), ["is_add=true"]);
  });

  for (const shell of ["bash", "zsh", "fish"]) {
    it(`${shell} can read its script`, { skip: has(shell) ? false : `no ${shell}` }, async () => {
      const { status, stdout, stderr } = await vppTs(["completion", shell]);
      assert.deepEqual([status, stderr], [0, ""]);
      const file = join(folder, `script.${shell}`);
      writeFileSync(file, stdout);
      const read = spawnSync(shell, ["-n", file], { encoding: "utf8" });
      assert.deepEqual([read.status, read.stderr], [0, ""]);
    });
  }

  it("ends with 2 for a shell that it doesn't know", async () => {
    const { status, stdout, stderr } = await vppTs(["completion", "csh"]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /Allowed choices are bash, zsh, fish/);
  });
});
