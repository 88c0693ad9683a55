// Something that isn't the library's throws, and the program lives on: Node runs promise reactions later then.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { Simulator } from "../../src/simulator/index.ts";
import { codeOf, loader } from "../support/program.ts";

const run = promisify(execFile);

describe("an exception elsewhere", () => {
  it("between the connection and its promise doesn't lose VPP's greeting", async () => {
    await using sim = await Simulator.start();
    const program = codeOf("test/support/thrown-while-connecting.ts");
    const { stdout } = await run(process.execPath, [...loader, program, sim.socket]);
    assert.equal(stdout, "0\n");
    assert.deepEqual(sim.clients, []);
  });
});
