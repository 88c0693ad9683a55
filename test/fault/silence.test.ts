import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import { Simulator } from "../../src/simulator/index.ts";
import { codeOf, loader } from "../support/program.ts";

const root = pathToFileURL(codeOf("src/index.ts")).href;

/** Calls, refusals, timeouts, a lost link and its return: all that a logger would hear of. */
const PROGRAM = `
import { connect } from ${JSON.stringify(root)};
const vpp = await connect({ socket: process.argv[1], reconnect: { min: 1, max: 5 } });
await vpp.call("show_version");
await vpp.call("sw_interface_set_flags", { sw_if_index: 99 }).catch(() => {});
await vpp.call("sw_interface_set_flags", { sw_if_index: "no" }).catch(() => {});
await vpp.call("show_threads", {}, { timeout: 1 }).catch(() => {});
await vpp.on("sw_interface_event", () => {}).ready;
const again = new Promise((resolve) => vpp.onState(({ kind }) => kind === "connected" && resolve()));
vpp.call("cli_inband", { cmd: "lose the link" }).catch(() => {});
await again;
await vpp.call("show_version");
await vpp.close();
`;

it("a client writes nothing of its own", async () => {
  await using sim = await Simulator.start();
  sim.inject({ kind: "drop", message: "show_threads" });
  sim.handle("cli_inband", () => {
    sim.disconnect();
    return undefined;
  });
  const child = spawn(process.execPath, [...loader, "--input-type=module", "--eval", PROGRAM, sim.socket], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  assert.deepEqual([code, out, err], [0, "", ""]);
});
