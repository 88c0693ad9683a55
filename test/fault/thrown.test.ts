// Something that isn't the library's throws, and the program lives on: Node runs promise reactions later then.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { Simulator } from "../../src/simulator/index.ts";
import { codeOf, loader } from "../support/program.ts";

const run = promisify(execFile);
const program = codeOf("test/support/thrown-elsewhere.ts");

describe("an exception elsewhere", () => {
  for (const [how, what] of [
    ["connecting", "between the connection and its promise doesn't lose VPP's greeting"],
    ["answers", "between the answers of a chunk doesn't lose those behind it"],
  ] as const) {
    it(what, async () => {
      await using sim = await Simulator.start();
      const { stdout } = await run(process.execPath, [...loader, program, sim.socket, how]);
      assert.equal(stdout, "3000\n");
      assert.deepEqual(sim.clients, []);
    });
  }
});
