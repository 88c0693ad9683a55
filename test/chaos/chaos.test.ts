import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, it } from "node:test";
import { codeOf, loader } from "../support/program.ts";
import type { Report } from "./report.ts";

/** A process of its own: what listeners throw there is uncaught on purpose. */
async function campaign(...args: readonly string[]): Promise<{ report: Report; code: number | null }> {
  const child = spawn(process.execPath, [...loader, codeOf("test/chaos/main.ts"), "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const output = (await child.stdout.toArray()).join("");
  return { report: JSON.parse(output), code: await closed };
}

describe("a campaign of faults", () => {
  it("breaks nothing on the simulator", async () => {
    const { report, code } = await campaign("--seed", "8", "--minutes", "0.25");
    assert.deepEqual(report.breaches, []);
    assert.equal(code, 0);
    assert.ok(report.rounds > 1 && report.calls > 100);
    assert.ok(Object.keys(report.faults).length > 10);
  });
});
