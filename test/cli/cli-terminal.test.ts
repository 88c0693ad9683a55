import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Simulator } from "../../src/simulator/index.ts";
import { skipWithoutTmux, Terminal } from "../support/tmux.ts";
import { skipWithoutVpp, startVpp, type Vpp } from "../support/vpp.ts";

async function commandLine(socket: string, ...args: string[]): Promise<Terminal> {
  const terminal = Terminal.vppTs(["cli", "--socket", socket, ...args]);
  await terminal.shows(/^vpp#$/m);
  return terminal;
}

async function run(terminal: Terminal, command: string, wanted: RegExp): Promise<void> {
  terminal.type(command);
  terminal.press("Enter");
  await terminal.shows(wanted);
}

describe("vpp-ts cli on a terminal", { skip: skipWithoutTmux }, () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await Simulator.start();
  });
  after(() => simulator.stop());

  it("runs commands, has a history, says what VPP refuses, and ends with Ctrl-D", async () => {
    using terminal = await commandLine(simulator.socket);
    await run(terminal, "show version", /^vpp v26.*\nvpp#$/m);
    await run(terminal, "show nonsense", /^show: unknown input `nonsense'\nvpp#$/m);
    terminal.press("Up", "Up");
    await terminal.shows(/^vpp# show version$/m);
    terminal.press("Enter");
    await terminal.shows(/(^vpp v26[\s\S]*){2}^vpp#$/m);
    terminal.press("C-d");
    await terminal.shows("[status 0]");
  });

  it("gives up the line at Ctrl-C, or the command that runs, and goes on", async () => {
    using terminal = await commandLine(simulator.socket, "--timeout", "10m");
    terminal.type("show nonse");
    await terminal.shows(/^vpp# show nonse$/m);
    terminal.press("C-c");
    await terminal.shows(/^vpp# show nonse\^C\nvpp#$/m);
    const fault = simulator.inject({ kind: "drop", message: "cli_inband" });
    simulator.clearReceived();
    terminal.type("show version");
    terminal.press("Enter");
    await simulator.waitFor("cli_inband", { cmd: "show version" }, { timeout: 30_000 });
    terminal.press("C-c");
    await terminal.shows(/^cancelled\nvpp#$/m);
    fault.remove();
    await run(terminal, "show version", /^vpp v26.*\nvpp#$/m);
    await run(terminal, "quit", /^\[status 0\]$/m);
  });
});

describe("vpp-ts cli on a terminal, with a running VPP", { skip: skipWithoutTmux || skipWithoutVpp }, () => {
  let vpp: Vpp;
  before(async () => {
    vpp = await startVpp();
  });
  after(() => vpp.stop());

  it("runs commands and takes its leave", async () => {
    using terminal = await commandLine(vpp.apiSocket);
    await run(terminal, "create loopback interface", /^loop0\nvpp#$/m);
    await run(terminal, "show interface loop0", /^loop0 +1 +down/m);
    terminal.press("C-c");
    await terminal.shows(/^vpp# \^C\nvpp#$/m);
    terminal.press("C-d");
    await terminal.shows("[status 0]");
    assert.doesNotMatch(await vpp.vppctl("show api clients"), /vpp-ts/);
  });
});
