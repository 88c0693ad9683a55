import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { skipWithoutTmux, Terminal } from "../support/tmux.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

/** Says so once the rest of the command is waited for. */
const SAY = 'setTimeout(() => console.log("asked"))';
const PROMPT = /^vpp-ts>$/m;

/** A prompt that waits for its first command. */
async function prompt(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Terminal> {
  const terminal = Terminal.vppTs(["repl", ...args], { env });
  await terminal.shows(PROMPT);
  return terminal;
}

/** Types a command and waits for what it brings. */
function run(terminal: Terminal, command: string, wanted: RegExp | string): Promise<string> {
  terminal.type(command);
  terminal.press("Enter");
  return terminal.shows(wanted);
}

/** Types the start of something, and Tab for the rest. */
async function complete(terminal: Terminal, start: string, whole: RegExp): Promise<void> {
  terminal.type(start);
  // A Tab that comes together with other keys counts as pasted text.
  await terminal.shows(`${start.trimEnd()}\n`);
  terminal.press("Tab");
  await terminal.shows(whole);
}

describe("vpp-ts repl --sim on a terminal", { skip: skipWithoutTmux }, () => {
  it("completes messages, fields and enumerators, on one line or several, and shows choices", async () => {
    using terminal = await prompt(["--sim"]);
    await complete(terminal, "vpp.api.sw_interface_set_fl", /sw_interface_set_flags$/m);
    await complete(terminal, "({ fl", /\(\{ flags:$/m);
    await complete(terminal, '"IF_STATUS_API_FLAG_A', /"IF_STATUS_API_FLAG_ADMIN_UP$/m);
    await complete(terminal, '", s', /sw_if_index:$/m);
    await run(terminal, "0 })", /^retval +0$/m);
    terminal.type("api.ip_route_add_del({");
    terminal.press("Enter");
    await complete(terminal, "route: { pre", /route: \{ prefix:$/m);
    await complete(terminal, '"10.0.0.0/8", paths: [{ typ', /paths: \[\{ type:$/m);
    await complete(terminal, '"FIB_API_PATH_TYPE_DRO', /"FIB_API_PATH_TYPE_DROP$/m);
    await run(terminal, '" }] }, is_add: true })', /^stats_index +\d+$/m);
    await complete(terminal, "api.sw_interface_s", /api\.sw_interface_set_$/m);
    terminal.press("Tab");
    await terminal.shows(/^sw_interface_set_flags +\S/m);
  });

  it("explains messages and prints answers: lists as tables, with the names of flags", async () => {
    using terminal = await prompt(["--sim"]);
    const help = await run(terminal, ".help sw_interface_set_flags", /IF_STATUS_API_FLAG_LINK_UP +2/);
    assert.match(help, /^request, answered by sw_interface_set_flags_reply$/m);
    const list = await run(terminal, ".help", /Ctrl-D leaves/);
    assert.match(list, /^\.load +\S/m);
    await run(terminal, "const { sw_if_index } = await api.create_loopback()", PROMPT);
    await run(terminal, "sw_if_index + 41", /^42$/m);
    const table = await run(terminal, "api.sw_interface_dump()", /^Not shown: /m);
    assert.match(table, /^sw_if_index +.*interface_name/m);
    assert.match(table, /^ +1 .* loop0/m);
    const refused = await run(terminal, "api.sw_interface_set_flags({ sw_if_index: 99 })", /^VPP refused/m);
    assert.match(refused, /^VPP refused sw_interface_set_flags: INVALID_SW_IF_INDEX \(-2\)$/m);
    await run(terminal, "_error.retval", /^-2$/m);
    const wrong = await run(terminal, "nonsense.x", /^ReferenceError/m);
    assert.match(wrong, /^ReferenceError: nonsense is not defined\nvpp-ts>$/m);
  });

  it("cancels a call that is never answered, and goes on", async () => {
    using terminal = await prompt(["--sim", "--timeout", "10m"]);
    await run(terminal, 'sim.inject({ kind: "drop", message: "show_version" }).struck', /^0$/m);
    for (const [i, command] of [`${SAY}, await api.show_version()`, `${SAY}, api.show_version()`].entries()) {
      await run(terminal, command, new RegExp(`(^asked\\n[\\s\\S]*){${i}}^asked$`, "m"));
      terminal.press("C-c");
      await terminal.shows(new RegExp(`(^asked\\ncancelled\\n[\\s\\S]*){${i + 1}}^vpp-ts>$`, "m"));
    }
    await run(terminal, "sim.clearFaults(), 1", /^1$/m);
    await run(terminal, "api.show_version()", /^version +26/m);
    // Once more, of what blocks the whole process.
    terminal.type("console.log('begun'); for (;;);");
    terminal.press("Enter");
    await terminal.shows(/^begun$/m);
    terminal.press("C-c");
    await terminal.shows(/^begun\n(\^C)?cancelled\nvpp-ts>$/m);
  });

  it("prints events, output and news of the connection above the line that is being typed", async () => {
    using terminal = await prompt(["--sim"]);
    await run(terminal, ".events sw_interface_event", /^listening to sw_interface_event$/m);
    await run(
      terminal,
      'vpp.on("sw_interface_event", (e) => console.log("heard", e.sw_if_index)), go = undefined',
      PROMPT,
    );
    const long = "x".repeat(150);
    const later =
      "void setTimeout(() => vpp.api.sw_interface_set_flags({ sw_if_index: 0, flags: 1 - (n++ % 2) }), 400)";
    await run(terminal, "n = 0", /^0$/m);
    // A line that is a row long, and one that takes several.
    for (const text of ['"half a li', `"${long}`]) {
      terminal.type(later);
      terminal.press("Enter");
      terminal.type(text);
      await terminal.shows(new RegExp(`^heard 0\\nvpp-ts> ${text}$`, "m"));
      const shown = await run(terminal, 'ne"', `${text.slice(1)}ne'`);
      assert.match(shown, new RegExp(`^vpp-ts> ${text}ne"$`, "m"));
    }
    // A command of two lines; from Node 24 on both are drawn anew.
    terminal.type(later);
    terminal.press("Enter");
    terminal.type("[1,");
    terminal.press("Enter");
    terminal.type("20");
    await terminal.shows(/^heard 0\n(vpp-ts> \[1,\n)?(\.\.\.|\|) 20$/m);
    await run(terminal, "]", /^\[ 1, 20 \]$/m);
    const all = terminal.screen();
    assert.equal(all.match(/^\S+Z sw_interface_event .*sw_if_index=0 flags=\S+ deleted=false$/gm)?.length, 3);
    await run(terminal, "void setTimeout(() => sim.restart(), 300)", PROMPT);
    terminal.type("1 + 1");
    await terminal.shows(/^connection lost, trying again\nconnected again\nvpp-ts> 1 \+ 1$/m);
    terminal.press("Enter");
    await terminal.shows(/^2$/m);
    await run(terminal, ".events off", /^listening to no events$/m);
    await run(terminal, 'void setTimeout(() => { throw new Error("late") })', /^Error: late\nvpp-ts>$/m);
    await run(terminal, 'void Promise.reject(new Error("missed"))', /^Error: missed\nvpp-ts>$/m);
    await run(terminal, "void api.sw_interface_set_flags({ sw_if_index: 99 })", /^VPP refused .*\nvpp-ts>$/m);
  });

  it("keeps its history where it should, for its owner alone; saves and loads commands", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vpp-ts-repl-"));
    const file = join(folder, "vpp-ts", "history");
    const env = { XDG_STATE_HOME: folder, VPP_TS_REPL_HISTORY: file };
    try {
      {
        using terminal = await prompt(["--sim"], env);
        await run(terminal, "const answer = 6 * 7", PROMPT);
        await run(terminal, "answer", /^42$/m);
        await run(terminal, `.save ${join(folder, "saved.js")}`, /Session saved/);
        terminal.press("C-d");
        await terminal.shows("[status 0]");
      }
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.match(readFileSync(file, "utf8"), /^answer$/m);
      {
        using terminal = await prompt(["--sim"], env);
        terminal.press("Up", "Up");
        await terminal.shows(/^vpp-ts> answer$/m);
        // Twice at an empty prompt leaves, once gives up the line; a timer that a command has left is no obstacle.
        terminal.press("C-c");
        await terminal.shows(/^vpp-ts> answer\nvpp-ts>$/m);
        await run(terminal, `.load ${join(folder, "saved.js")}`, /^42$/m);
        await run(terminal, "void setInterval(() => {}, 1e6)", PROMPT);
        terminal.press("C-c");
        await terminal.shows(/press Ctrl\+C again/);
        terminal.press("C-c");
        await terminal.shows("[status 0]");
      }
      {
        using terminal = await prompt(["--sim"], { XDG_STATE_HOME: join(folder, "none") });
        await run(terminal, "1 + 1", /^2$/m);
        terminal.press("C-d");
        await terminal.shows("[status 0]");
        assert.equal(existsSync(join(folder, "none")), false);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("vpp-ts repl on a terminal, with a running VPP", { skip: skipWithoutTmux || skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
    await vpp.vppctl("create loopback interface");
  });
  after(() => vpp.stop());

  it("completes from the definitions that this VPP serves", async () => {
    using terminal = await prompt(["--socket", vpp.apiSocket]);
    await complete(terminal, "api.ip_route_add_del({ rou", /\(\{ route:$/m);
    await complete(terminal, "{ pre", /prefix:$/m);
    await complete(terminal, '"10.0.0.0/8", paths: [{ typ', /type:$/m);
    await complete(terminal, '"FIB_API_PATH_TYPE_DRO', /"FIB_API_PATH_TYPE_DROP$/m);
    await run(terminal, '" }] }, is_add: true })', /^stats_index +\d+$/m);
    assert.match(await vpp.vppctl("show ip fib 10.0.0.0/8"), /10\.0\.0\.0\/8/);
  });

  it("prints an event above the line that is being typed, and cancels a call that VPP doesn't answer", async () => {
    using terminal = await prompt(["--socket", vpp.apiSocket, "--timeout", "10m"]);
    await run(terminal, ".events sw_interface_event", /^listening to/m);
    terminal.type('"half a li');
    await terminal.shows(/^vpp-ts> "half a li$/m);
    await vpp.vppctl("set interface state loop0 up");
    await terminal.shows(
      /^\S+Z sw_interface_event .*sw_if_index=1 flags=\S+ deleted=false\nvpp-ts> "half a li$/m,
    );
    await run(terminal, 'ne"', /^'half a line'$/m);
    await vpp.kill("SIGSTOP");
    await run(terminal, `${SAY}, await api.show_version()`, /^asked$/m);
    terminal.press("C-c");
    await terminal.shows(/^asked\ncancelled\nvpp-ts>$/m);
    await vpp.kill("SIGCONT");
    await run(terminal, "api.show_version()", /^program +vpe$/m);
    terminal.press("C-d");
    await terminal.shows("[status 0]");
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });
});
